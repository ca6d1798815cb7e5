import fc from 'fast-check';
import { isPartKey, partKey, partsPrefix } from '#domain/lake/layout';

const hour = fc.integer({ min: 0, max: 4_000_000 }).map((hours) => hours * 3_600_000);
const batch = fc.integer({ min: 1, max: 999_999_999 });

test('a key is of one hour and one batch', () => {
  fc.assert(
    fc.property(hour, batch, hour, batch, (hourMs, number, otherHourMs, otherNumber) => {
      const [key, other] = [partKey(hourMs, number), partKey(otherHourMs, otherNumber)];
      expect(key === other).toBe(hourMs === otherHourMs && number === otherNumber);
      expect(isPartKey(key) && key.startsWith(partsPrefix)).toBe(true);
    }),
  );
});

test('a key says day and hour in UTC, as Hive partitions do', () => {
  expect(partKey(Date.parse('2026-11-23T09:00:00Z'), 12)).toBe(
    'events/dt=2026-11-23/hour=09/part-000000000012.parquet',
  );
  expect(() => partKey(1, 1)).toThrow('not the start of an hour');
});
