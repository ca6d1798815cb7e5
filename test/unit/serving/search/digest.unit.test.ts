import fc from 'fast-check';
import { fingerprint, SetDigest } from '#serving/search/digest';

const step = fc.tuple(fc.constantFrom('a', 'b', 'c', 'd'), fc.option(fc.string({ maxLength: 3 })));

/** What is left when each step puts a text under its key, or (null) drops the key. */
function digestOf(steps: [string, string | null][]): string {
  const set = new SetDigest();
  for (const [key, text] of steps) {
    if (text === null) set.drop(key);
    else set.put(key, text);
  }
  return set.text;
}

test('sets that hold the same have the same digest, however they came to it', () => {
  fc.assert(
    fc.property(fc.array(step), fc.array(step), (before, steps) => {
      const left = new Map<string, string>();
      for (const [key, text] of [...before, ...steps]) {
        if (text === null) left.delete(key);
        else left.set(key, text);
      }
      expect(digestOf([...before, ...steps])).toBe(digestOf([...left].reverse()));
    }),
  );
});

test('another text, another key, one more: another digest', () => {
  const digests = [
    [],
    [['a', '1']],
    [['a', '2']],
    [['b', '1']],
    [
      ['a', '1'],
      ['b', '1'],
    ],
  ].map((steps) =>
    // prettier-ignore
    digestOf(steps as [string, string][]),
  );
  expect(new Set(digests).size).toBe(digests.length);
});

test('put and drop say whether anything changed', () => {
  const set = new SetDigest();
  expect([set.put('a', '1'), set.put('a', '1'), set.put('a', '2'), set.drop('a'), set.drop('a')]).toEqual([
    true,
    false,
    true,
    true,
    false,
  ]);
});

test('a fingerprint does not depend on the order of keys, and does on that of lists', () => {
  expect(fingerprint({ a: 1, b: { c: 2, d: 3 } })).toBe(fingerprint({ b: { d: 3, c: 2 }, a: 1 }));
  expect(fingerprint([1, 2])).not.toBe(fingerprint([2, 1]));
});
