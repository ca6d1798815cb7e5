import { counted, plain, skipped, swapped, whats, withSkip, withSwap } from './counted';
import { completed, continued, ledgerOf, opened, run, shipmentStarted, started, task, update } from './handMade';

describe('the count of a demo', () => {
  it('is clean when what was accepted is what shipped', () => {
    const { tally, findings } = counted({ runs: plain, ledger: ledgerOf({ 1: {} }) });
    expect(findings).toEqual([]);
    expect(tally).toMatchObject({ customers: 1, cyclesOpened: 1, selected: 1, swapped: 0, skipped: 0 });
    expect(tally).toMatchObject({ charged: 1, shipped: 1, delivered: 1, chargedTwice: 0, shippedTwice: 0, lost: 0 });
  });

  it('gives events per shipment over all runs of subscription and shipments', () => {
    const { tally } = counted({ runs: plain, ledger: ledgerOf({ 1: {} }) });
    expect(tally).toMatchObject({
      historyEventsPerShipment: 45,
      subscriptionEventsPerCycle: 5,
      shipmentEventsPerShipment: 40,
    });
  });

  it('has no ratio where nothing shipped', () => {
    const { tally } = counted({ runs: withSkip, ledger: ledgerOf({}), acknowledged: [skipped], shipments: {} });
    expect(tally).toMatchObject({ skipped: 1, charged: 0, lost: 0, historyEventsPerShipment: null });
  });

  it('counts accepted swaps and takes their item for the one that must ship', () => {
    const ledger = ledgerOf({ 1: { sku: 'drum' } });
    const { tally } = counted({ runs: withSwap, ledger, acknowledged: [swapped] });
    expect(tally).toMatchObject({ swapped: 1, lost: 0 });
  });

  it('takes a substitute of what Everbox picked, and none of what the customer chose', () => {
    const substitutes = ['drum'];
    const picked = [run(started(), opened(1, { substitutes }), shipmentStarted(1), continued)];
    expect(whats(counted({ runs: picked, ledger: ledgerOf({ 1: { sku: 'drum' } }) }))).toEqual([]);
    const chosen = [
      run(
        started(),
        opened(1, { substitutes }),
        update('u', 'swapItem', { cycle: 1, sku: 'car' }),
        shipmentStarted(1),
        continued,
      ),
    ];
    expect(whats(counted({ runs: chosen, ledger: ledgerOf({ 1: { sku: 'drum' } }) }))).toEqual([
      'was to ship car, and the warehouse got drum',
    ]);
  });

  it('takes an abandoned shipment that was undone for no loss', () => {
    const ledger = ledgerOf({ 1: { refunded: true } });
    const { tally } = counted({ runs: plain, ledger, shipments: { 1: { abandoned: true } } });
    expect(tally).toMatchObject({ abandoned: 1, charged: 0, shipped: 0, lost: 0 });
  });

  it('takes a change that was accepted again in a later run, with its first answer, for one change', () => {
    const again = run(started('r1'), update('u1', 'swapItem', { cycle: 1, sku: 'drum' }), opened(2), completed());
    const { tally } = counted({
      runs: [...withSwap, again],
      ledger: ledgerOf({ 1: { sku: 'drum' } }),
      acknowledged: [swapped],
    });
    expect(tally).toMatchObject({ swapped: 1 });
  });
});

describe('what must become of a cycle', () => {
  const nothing = { ledger: ledgerOf({}), shipments: {} };

  it.each([
    ['paused', [...update('u1', 'pauseSubscription')]],
    ['cancelled', [...update('u1', 'cancelSubscription', { reason: null })]],
    ['skipped', [...update('u1', 'skipCycle', { cycle: 1 })]],
  ])('nothing ships when it was %s before the cutoff', (_, events) => {
    const runs = [run(started(), opened(1, { cutoffAtMs: 1_000 }), task(900), events, continued)];
    expect(counted({ runs, ...nothing }).tally.lost).toBe(0);
  });

  it('a pause after the cutoff, even where the history has it before the close, does not undo a box that was due', () => {
    const runs = [
      run(started(), opened(1, { cutoffAtMs: 1_000 }), task(1_000), update('u1', 'pauseSubscription'), continued),
    ];
    expect(whats(counted({ runs, ...nothing }))).toContain('closed with a box that never became a shipment');
  });

  it('a swap and an unskip take a skip back', () => {
    for (const [name, argument] of [
      ['unskipCycle', { cycle: 1 }],
      ['swapItem', { cycle: 1, sku: 'kite' }],
    ] as const) {
      const runs = [
        run(
          started(),
          opened(1),
          update('u1', 'skipCycle', { cycle: 1 }),
          update('u2', name, argument),
          shipmentStarted(1),
          continued,
        ),
      ];
      expect(counted({ runs, ledger: ledgerOf({ 1: {} }) }).tally).toMatchObject({ skipped: 0, charged: 1, lost: 0 });
    }
  });

  it('nothing ships when nothing suited', () => {
    const runs = [run(started(), opened(1, { sku: null }), continued)];
    expect(counted({ runs, ...nothing }).tally).toMatchObject({ cyclesOpened: 1, selected: 0, lost: 0 });
  });

  it('is open while the run has not ended, and nobody misses its box yet', () => {
    expect(counted({ runs: [run(started(), opened(1))], ...nothing }).tally).toMatchObject({
      cyclesOpened: 1,
      lost: 0,
    });
  });
});
