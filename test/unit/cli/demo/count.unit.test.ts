import { count } from '../../../../cli/demo/count';
import type { LedgerFacts, ShipmentHistory } from '../../../../cli/demo/facts';
import { readSubscription } from '../../../../cli/demo/histories';
import type { Acknowledged } from '../../../../cli/demo/journal';
import {
  completed,
  continued,
  ledgerOf,
  opened,
  run,
  shipmentStarted,
  started,
  subscriptionId,
  task,
  update,
} from './handMade';

type Runs = Parameters<typeof readSubscription>[0];
const signedUp: Acknowledged = { kind: 'signUp', subscriptionId, addressLine1: '1 High Street' };
const swapped: Acknowledged = { kind: 'swap', subscriptionId, cycle: 1, sku: 'drum' };
const skipped: Acknowledged = { kind: 'skip', subscriptionId, cycle: 1 };

interface World {
  /** Null: the subscription has no workflow. */
  runs: Runs | null;
  ledger: LedgerFacts;
  acknowledged?: Acknowledged[];
  shipments?: Record<number, Partial<ShipmentHistory>>;
}

function counted({ runs, ledger, acknowledged = [], shipments = { 1: {} } }: World) {
  const histories = Object.entries(shipments).map(
    ([cycle, history]) => [Number(cycle), { events: 40, abandoned: false, ...history }] as const,
  );
  return count({
    acknowledged: [signedUp, ...acknowledged],
    subscriptions: [{ subscriptionId, history: runs && readSubscription(runs), shipments: new Map(histories), ledger }],
  });
}

/** One cycle that ships what was picked. */
const plain = [run(started(), opened(1), shipmentStarted(1), continued)];
const withSwap = [
  run(started(), opened(1), update('u1', 'swapItem', { cycle: 1, sku: 'drum' }), shipmentStarted(1, 'drum'), continued),
];
const withSkip = [run(started(), opened(1), update('u1', 'skipCycle', { cycle: 1 }), continued)];
const whats = ({ findings }: ReturnType<typeof counted>): string[] => findings.map(({ what }) => what);

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
      historyEventsPerShipment: 44,
      subscriptionEventsPerCycle: 4,
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
    const ledger = ledgerOf({ 1: { refunded: true } }, 0);
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

describe('the count of a demo finds', () => {
  it('a sign-up without a workflow', () => {
    const { tally } = counted({ runs: null, ledger: ledgerOf({}), shipments: {} });
    expect(tally).toMatchObject({ lost: 1, cyclesOpened: 0 });
  });

  it.each([
    ['swap', swapped],
    ['skip', skipped],
    ['pause', { kind: 'pause', subscriptionId } as const],
    ['cancel', { kind: 'cancel', subscriptionId } as const],
  ])('a %s that was acknowledged and is in no history', (kind, acknowledged) => {
    const found = counted({ runs: plain, ledger: ledgerOf({ 1: {} }), acknowledged: [acknowledged] });
    expect(whats(found)).toEqual([`${kind} was acknowledged, not accepted`]);
  });

  it('one of two equal acknowledgements without an accepted update of its own', () => {
    const ledger = ledgerOf({});
    const found = counted({ runs: withSkip, ledger, acknowledged: [skipped, skipped], shipments: {} });
    expect(whats(found)).toEqual(['skip was acknowledged, not accepted']);
  });

  it('an update that was accepted and whose handler never answered', () => {
    const [accepted] = update('u1', 'skipCycle', { cycle: 1 });
    const runs = [run(started(), opened(1), accepted ?? [], shipmentStarted(1), continued)];
    const found = counted({ runs, ledger: ledgerOf({ 1: {} }), acknowledged: [skipped] });
    expect(whats(found)).toEqual(['skip was acknowledged, not accepted']);
  });

  it('a swap that what the warehouse got contradicts', () => {
    const found = counted({ runs: withSwap, ledger: ledgerOf({ 1: { sku: 'kite' } }), acknowledged: [swapped] });
    expect(whats(found)).toEqual(['was to ship drum, and the warehouse got kite']);
  });

  it('a skipped cycle that was charged all the same', () => {
    const ledger = ledgerOf({ 1: { handoffs: 0, parcels: 0 } }, 0);
    const found = counted({ runs: withSkip, ledger, acknowledged: [skipped], shipments: {} });
    expect(whats(found)).toEqual(['was skipped, yet charged or sent']);
    expect(found.tally).toMatchObject({ charged: 1, lost: 1 });
  });

  it('an accepted skip of a cycle that had closed and shipped', () => {
    const late = [
      run(started(), opened(1), task(1_000), update('u1', 'skipCycle', { cycle: 1 }), shipmentStarted(1), continued),
    ];
    expect(whats(counted({ runs: late, ledger: ledgerOf({ 1: {} }) }))).toEqual(['was skipped, yet charged or sent']);
  });

  it.each([
    ['charge', { charges: 0 }],
    ['handOff', { handoffs: 0 }],
    ['bookParcel', { parcels: 0 }],
  ])('a box that shipped without its %s', (operation, box) => {
    expect(whats(counted({ runs: plain, ledger: ledgerOf({ 1: box }) }))).toEqual([`shipped without ${operation}`]);
  });

  it('a box that never came to the door', () => {
    expect(whats(counted({ runs: plain, ledger: ledgerOf({ 1: {} }, 0) }))).toEqual(['a box was never delivered']);
  });

  it('a cycle that closed with a box and never became a shipment', () => {
    const runs = [run(started(), opened(1), continued)];
    const found = counted({ runs, ledger: ledgerOf({}), shipments: {} });
    expect(whats(found)).toContain('closed with a box that never became a shipment');
  });

  it('a box to another address than the last acknowledged one, from the cycle on in which it was changed', () => {
    const runs = [
      run(started(), opened(1), shipmentStarted(1), continued),
      run(started('r1'), opened(2), update('u1', 'changeAddress', { addressId: 'a' }), shipmentStarted(2), completed()),
    ];
    const moved: Acknowledged = { kind: 'address', subscriptionId, fromCycle: 2, addressLine1: '2 Low Street' };
    const world = { runs, acknowledged: [moved], shipments: { 1: {}, 2: {} } };
    const right = ledgerOf({ 1: {}, 2: { addressLine1: '2 Low Street' } });
    expect(whats(counted({ ...world, ledger: right }))).toEqual([]);
    const wrong = ledgerOf({ 1: {}, 2: {} });
    expect(counted({ ...world, ledger: wrong }).findings).toEqual([
      { subscriptionId, cycle: 2, what: 'went to another address than the last accepted' },
    ]);
  });

  it('an abandoned shipment that was not undone', () => {
    const found = counted({ runs: plain, ledger: ledgerOf({ 1: {} }, 0), shipments: { 1: { abandoned: true } } });
    expect(whats(found)).toEqual(['was abandoned, yet not undone']);
  });

  it('a charge for a cycle that nobody opened', () => {
    expect(whats(counted({ runs: plain, ledger: ledgerOf({ 1: {}, 7: {} }) }))).toEqual([
      'sub_1-7 was charged or sent, and no such cycle was opened',
    ]);
  });

  it.each([
    ['charge', { charges: 2 }, { chargedTwice: 1, shippedTwice: 0 }],
    ['handoff', { handoffs: 2 }, { chargedTwice: 0, shippedTwice: 1 }],
    ['parcel', { parcels: 2 }, { chargedTwice: 0, shippedTwice: 1 }],
    ['handoff and parcel', { handoffs: 2, parcels: 2 }, { chargedTwice: 0, shippedTwice: 1 }],
  ])('a doubled %s', (_, box, doubled) => {
    const { tally } = counted({ runs: plain, ledger: ledgerOf({ 1: box }) });
    expect(tally).toMatchObject({ charged: 1, shipped: 1, ...doubled });
  });

  it('no doubling where the first charge was refunded', () => {
    const ledger = ledgerOf({ 1: { charges: 2 } });
    const [first] = ledger.effects;
    if (first) first.state = 'refunded';
    expect(counted({ runs: plain, ledger }).tally).toMatchObject({ charged: 1, chargedTwice: 0 });
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
