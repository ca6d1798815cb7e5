import type { Acknowledged } from '#cli/demo/journal';
import { counted, plain, skipped, swapped, whats, withSkip, withSwap } from './counted';
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
    const ledger = ledgerOf({ 1: { handoffs: 0, parcels: 0 } });
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

  it('a box that never came to the door, by its cycle', () => {
    const ledger = ledgerOf({ 1: { delivered: false } });
    expect(counted({ runs: plain, ledger }).findings).toEqual([
      { subscriptionId, cycle: 1, what: 'was never delivered' },
    ]);
  });

  it('each box once, whatever it lacks', () => {
    const ledger = ledgerOf({ 1: { charges: 0, handoffs: 0, parcels: 0 } });
    const found = counted({ runs: plain, ledger });
    expect(whats(found)).toEqual(['shipped without charge, handOff and bookParcel']);
    expect(found.tally.lost).toBe(1);
  });

  it('nothing of a box that is under way: its customer says what is waited for', () => {
    const shipments = { 1: { ended: false } };
    const early = ledgerOf({ 1: { handoffs: 0, parcels: 0 } });
    expect(whats(counted({ runs: plain, ledger: early, shipments }))).toEqual([]);
    const moving = ledgerOf({ 1: { delivered: false } });
    expect(whats(counted({ runs: plain, ledger: moving, shipments }))).toEqual([]);
    const unpaid = ledgerOf({ 1: { charges: 0, parcels: 0 } });
    expect(whats(counted({ runs: plain, ledger: unpaid, shipments }))).toEqual(['shipped without charge']);
  });

  it('nothing that partners did who are not simulated', () => {
    const ledger = { ...ledgerOf({ 1: { charges: 0, parcels: 0 } }), notSimulated: ['payment', 'carrier'] as const };
    const { findings, tally } = counted({ runs: plain, ledger });
    expect(findings).toEqual([]);
    expect(tally).toMatchObject({ charged: null, chargedTwice: null, shipped: null, shippedTwice: null, lost: 0 });
    expect(tally).toMatchObject({ delivered: null, historyEventsPerShipment: null });
    const unsent = { ...ledgerOf({ 1: { charges: 0, handoffs: 0 } }), notSimulated: ['payment'] as const };
    expect(whats(counted({ runs: plain, ledger: unsent }))).toEqual(['shipped without handOff']);
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

  describe('no loss in a change whose answer is open', () => {
    const openMove: Acknowledged = {
      kind: 'address',
      subscriptionId,
      fromCycle: 1,
      addressLine1: '2 Low Street',
      open: true,
    };

    it.each(['1 High Street', '2 Low Street'])('when the box went to %s', (addressLine1) => {
      const found = counted({ runs: plain, ledger: ledgerOf({ 1: { addressLine1 } }), acknowledged: [openMove] });
      expect(whats(found)).toEqual([]);
      expect(found.tally).toMatchObject({ lost: 0, open: 1 });
    });

    it('unless the box went to neither', () => {
      const ledger = ledgerOf({ 1: { addressLine1: '3 Other Street' } });
      expect(whats(counted({ runs: plain, ledger, acknowledged: [openMove] }))).toEqual([
        'went to another address than the last accepted',
      ]);
    });

    it('when no history knows it, and when one does', () => {
      const openSkip: Acknowledged = { ...skipped, open: true };
      expect(whats(counted({ runs: plain, ledger: ledgerOf({ 1: {} }), acknowledged: [openSkip] }))).toEqual([]);
      const taken = { runs: withSkip, ledger: ledgerOf({}), acknowledged: [openSkip], shipments: {} };
      expect(whats(counted(taken))).toEqual([]);
    });
  });

  it('an abandoned shipment that was not undone', () => {
    const found = counted({ runs: plain, ledger: ledgerOf({ 1: {} }), shipments: { 1: { abandoned: true } } });
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
