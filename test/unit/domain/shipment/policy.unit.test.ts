import { shipmentPolicy, substitutesOf } from '#domain/shipment/policy';
import { toyProgram } from '#test/support/toyProgram';

const program = toyProgram({
  currency: 'EUR',
  billing: { dunningDays: [2, 5, 9] },
  delivery: { method: 'parcel', service: 'express', overdueDays: 12 },
  shipment: { parkedDays: 30, ratingRequestHours: 48, outOfStock: 'substitute' },
});

test('a cycle goes by all that the program says', () => {
  expect(shipmentPolicy(program, 'cycle')).toEqual({
    currency: 'EUR',
    service: 'express',
    dunningDays: [2, 5, 9],
    parkedDays: 30,
    overdueDays: 12,
    ratingRequestHours: 48,
  });
});

test('a single order differs by one rule: a declined card is not charged again on a later day', () => {
  expect(shipmentPolicy(program, 'order')).toEqual({ ...shipmentPolicy(program, 'cycle'), dunningDays: [] });
});

test('alternatives stand in for a pick that is gone, unless the program has the shipment parked', () => {
  const parking = { shipment: { ...program.shipment, outOfStock: 'park' as const } };
  expect(substitutesOf(program, ['b', 'c'])).toEqual(['b', 'c']);
  expect(substitutesOf(parking, ['b', 'c'])).toEqual([]);
});
