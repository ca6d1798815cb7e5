import { distinctPrefixes } from '#simulator/ledgerReads';
import { hashRequest, isDefinite } from '#simulator/operation';
import { idFor } from '#facade/testData/draw';

test('the hash of a request does not depend on the order of its fields, at any depth', () => {
  expect(hashRequest({ a: 1, b: { c: 2, d: [3] } })).toBe(hashRequest({ b: { d: [3], c: 2 }, a: 1 }));
  expect(hashRequest({ a: 1, b: { c: 2, d: [3] } })).not.toBe(hashRequest({ a: 1, b: { c: 2, d: [4] } }));
  expect(hashRequest([1, 2])).not.toBe(hashRequest([2, 1]));
});

test('IDs follow from the key and the operation', () => {
  expect(idFor('ch_', 'charge', 'key')).toBe(idFor('ch_', 'charge', 'key'));
  expect(idFor('ch_', 'charge', 'key')).not.toBe(idFor('ch_', 'charge', 'key-1'));
});

test.each([
  [201, true],
  [402, true],
  [422, true],
  [404, false],
  [409, false],
  [500, false],
])('a %i is remembered for its key: %p', (status, remembered) => {
  expect(isDefinite({ status, body: {} })).toBe(remembered);
});

test('prefixes that start with one another count once', () => {
  expect(distinctPrefixes(['b', 'a-1', 'a', 'a', 'ab-1'])).toEqual(['a', 'b']);
  expect(distinctPrefixes(['', 'a'])).toEqual(['']);
  expect(distinctPrefixes([])).toEqual([]);
});
