import fc from 'fast-check';
import { compensationsOf } from '#domain/shipment/compensations';
import type { ShipmentEvent } from '#domain/shipment/events';
import { advance, initialShipment, mayAbandon, nextDunningAtMs, payBy } from '#domain/shipment/machine';
import { box, dunningDays, possible, promise, walk } from './walk';
import { dayMs } from '#domain/time';

/** Long enough to come home from a parcel sent back: fast-check's own lists are mostly shorter than ten. */
const choices = fc.array(fc.nat(11), { maxLength: 60, size: 'max' });

test('nothing is handed off before it is paid, and nothing is delivered before it is handed off', () => {
  fc.assert(
    fc.property(choices, (list) => {
      walk(list, (state) => {
        if (state.warehouseOrderId) expect(state.chargeId).not.toBeNull();
        if (state.trackingNumber) expect(state.warehouseOrderId).not.toBeNull();
        if (state.phase === 'delivered' || state.phase === 'done') expect(state.warehouseOrderId).not.toBeNull();
      });
    }),
  );
});

test('a charge that went through is never tried again, a handoff only after a definite refusal or a return', () => {
  let sentAgain = 0;
  fc.assert(
    fc.property(choices, (list) => {
      let charges = 0;
      let mended: string | null = null;
      walk(list, (state, event, before) => {
        if (event.kind === 'charged') charges += 1;
        expect(charges).toBeLessThanOrEqual(1);
        if (event.kind === 'retried') mended = before.attention;
        if (state.phase === 'handingOff' && before.phase !== 'handingOff' && before.warehouseOrderId) {
          // Sent back, or refused when it was to go out once more; a courier may have been asked for in between.
          sentAgain += 1;
          expect(['ParcelReturned', 'AddressRefused', 'OutOfStock']).toContain(mended);
        }
        if (state.rounds.handoff > before.rounds.handoff) expect(event.kind).toBe('retried');
      });
    }),
    { numRuns: 2_000 },
  );
  expect(sentAgain).toBeGreaterThan(0);
});

test('what was done is undone in reverse order, and only what was done', () => {
  fc.assert(
    fc.property(choices, (list) => {
      walk(list, (state) => {
        if (state.phase !== 'compensating') return;
        const undone = compensationsOf(state);
        expect(undone).toEqual(
          ['cancelParcel', 'cancelHandoff', 'refund', 'releaseStock'].filter((name) => undone.includes(name as never)),
        );
        expect(undone.includes('refund')).toBe(state.chargeId !== null);
        expect(undone.includes('cancelHandoff')).toBe(state.warehouseOrderId !== null);
        expect(undone.includes('cancelParcel')).toBe(state.trackingNumber !== null);
        expect(undone.includes('releaseStock')).toBe(state.abandonReason !== 'lost');
      });
    }),
  );
});

test('attention is raised while a person is waited for, or a parcel is overdue, and never after the end', () => {
  fc.assert(
    fc.property(choices, (list) => {
      walk(list, (state) => {
        if (state.phase === 'parked') expect(state.attention).not.toBeNull();
        else if (state.phase !== 'inTransit') expect(state.attention).toBeNull();
      });
    }),
  );
});

test('ops may abandon exactly where the workflow waits', () => {
  fc.assert(
    fc.property(choices, (list) => {
      walk(list, (state) => {
        const takesIt = possible(state).some((event) => event.kind === 'abandoned');
        // Where nothing waits, an abandoning is the end of a one-hour order, never the hand of ops.
        if (state.phase === 'delivering' || state.phase === 'reserving') return;
        expect(mayAbandon(state.phase)).toBe(takesIt);
      });
    }),
  );
});

test('every walk can end: no phase is without a way on, and none comes back for ever without a person', () => {
  fc.assert(
    fc.property(choices, (list) => {
      walk(list, (state) => {
        if (state.phase !== 'abandoned' && state.phase !== 'done') expect(possible(state).length).toBeGreaterThan(0);
        expect(state.rounds.charge).toBeLessThanOrEqual(dunningDays.length);
      });
    }),
  );
});

test('a courier is promised after the charge only, and only a promise names the station of a cycle’s box', () => {
  fc.assert(
    fc.property(choices, (list) => {
      walk(list, (state, event) => {
        if (state.phase === 'promising' || event.kind === 'promised') expect(state.chargeId).not.toBeNull();
        expect(state.stationId).toBe(state.promise ? 'market' : null);
      });
    }),
    // Promised, refused by the warehouse, mended: chance finds this path once in a hundred runs.
    { examples: [[[0, 0, 1, 0, 2, 0]]] },
  );
});

test('a handoff that is refused after the promise asks for a courier anew, as another effect', () => {
  const events: ShipmentEvent[] = [
    { kind: 'reserved', sku: 'A', stationId: null },
    { kind: 'charged', chargeId: 'ch', shipAtMs: 0, courier: true },
    { kind: 'promised', promise },
    { kind: 'needsPerson', reason: 'AddressRefused' },
    { kind: 'retried', addressId: 'adr_2' },
  ];
  const state = events.reduce((before, event) => advance(before, event, 1), initialShipment(box));
  expect(state).toMatchObject({
    phase: 'promising',
    promise: null,
    addressId: 'adr_2',
    rounds: { promise: 1, handoff: 1 },
  });
});

test('dunning days count from the first decline, not from the one before', () => {
  let state = advance(initialShipment(box), { kind: 'reserved', sku: 'A', stationId: null }, 0);
  const tries: (number | null)[] = [];
  for (let round = 0; round <= dunningDays.length; round++) {
    state = advance(state, { kind: 'declined' }, 500 + round * 7 * dayMs);
    tries.push(nextDunningAtMs(state, dunningDays));
    state = advance(state, { kind: 'dunningDayCame' }, 0);
  }
  expect(tries).toEqual([500 + dayMs, 500 + 3 * dayMs, 500 + 5 * dayMs, null]);
});

test('deadlines count from the moment of the partner’s answer, not from that at which a reset run hears it again', () => {
  const reserved = advance(initialShipment(box), { kind: 'reserved', sku: 'A', stationId: null }, 0);
  const declined = advance(reserved, { kind: 'declined', atMs: 500 }, 9 * dayMs);
  expect(nextDunningAtMs(declined, dunningDays)).toBe(500 + dayMs);
  const charged = advance(reserved, { kind: 'charged', chargeId: 'ch', shipAtMs: 0 }, 9 * dayMs);
  const handedOff = { kind: 'handedOff', warehouseOrderId: 'wo', oneHour: false, atMs: 600 } as const;
  expect(advance(charged, handedOff, 9 * dayMs).handedOffAtMs).toBe(600);
});

test('the state goes through JSON unchanged', () => {
  fc.assert(
    fc.property(choices, (list) => {
      walk(list, (state) => expect(JSON.parse(JSON.stringify(state))).toEqual(state));
    }),
  );
});

test('the card that was chosen last is charged, in whatever order messages come, and however often', () => {
  const cards = [
    { paymentMethodId: 'same-moment', decidedAtMs: 1_000, revision: 3 },
    { paymentMethodId: 'later', decidedAtMs: 2_000, revision: 1 }, // a reset takes revisions back, never time
    { paymentMethodId: 'earlier', decidedAtMs: 999, revision: 9 },
  ];
  const inOrder = fc.shuffledSubarray([...cards, ...cards], { minLength: 6 });
  fc.assert(
    fc.property(inOrder, (told) => {
      expect(told.reduce(payBy, initialShipment(box)).payment.paymentMethodId).toBe('later');
    }),
  );
  expect(payBy(initialShipment(box), cards[0]!).payment.paymentMethodId).toBe('same-moment');
  expect(payBy(initialShipment(box), cards[2]!)).toEqual(initialShipment(box));
});
