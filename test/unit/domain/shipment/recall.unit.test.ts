import { advance, initialShipment } from '#domain/shipment/machine';
import { recall, stepAfter } from '#domain/shipment/recall';

const payment = { paymentMethodId: 'pm', decidedAtMs: 0, revision: 0 };
const initial = initialShipment({ sku: 'A', addressId: 'adr', payment });
const reserved = advance(initial, { kind: 'reserved', sku: 'A', stationId: null }, 0);
const due = advance(reserved, { kind: 'charged', chargeId: 'ch', shipAtMs: 0, courier: true }, 0);

test.each([
  ['reserving', initial, 'charge'],
  ['charging', reserved, 'charge'],
  ['promising', due, 'promise'],
] as const)(
  'parked while %s, and let go on since: a reset run goes on, before it hears of the end',
  (phase, state, step) => {
    const parked = advance(state, { kind: 'needsPerson', reason: 'DataMissing' }, 0);
    expect(parked.parkedFrom).toBe(phase);
    expect(stepAfter(parked)).toBe(step);
    const ends = { delivered: null, abandoned: { reason: 'lost by the carrier' } };
    // It has to know of the charge that it pays back.
    expect(recall(parked, { ...ends, nextRound: {} })).toEqual({ kind: 'retried', addressId: null });
    expect(recall(parked, { ...ends, nextRound: null })).toEqual({ kind: 'abandoned', reason: 'lost by the carrier' });
  },
);
