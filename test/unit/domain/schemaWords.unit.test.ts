import { z } from 'zod';
import { countOf } from '#domain/countOf';
import { faultTexts, plainly } from '#domain/schemaWords';

const wordsOf = (schema: z.ZodType, value: unknown): string[] => {
  const { error } = schema.safeParse(value, plainly);
  return error ? faultTexts(error, 'body', 'is not part of this request') : [];
};

test.each<[z.ZodType, unknown, string]>([
  [z.int().min(1), 0, 'must be at least 1'],
  [z.number().positive(), 0, 'must be more than 0'],
  [z.number().lt(5), 5, 'must be less than 5'],
  [z.string().min(1), '', 'must have at least 1 character'],
  [z.string().max(2), 'abc', 'must have at most 2 characters'],
  [z.string().length(2), 'abc', 'must have exactly 2 characters'],
  [z.array(z.string()).min(1), [], 'must have at least 1 entry'],
  [z.array(z.string()).min(2), [], 'must have at least 2 entries'],
  [z.uuid(), 'zzz', 'must be a UUID'],
  [z.email(), 'zzz', 'must be an e-mail address'],
  [z.iso.datetime(), 'May', 'must be an instant in UTC, such as 2026-11-23T10:00:00Z'],
  [z.enum(['a', 'b']), 'c', 'must be one of a, b'],
  [z.literal('a'), 'c', 'must be one of a'],
  [z.string(), null, 'must be of type string, not null'],
  [z.string(), 5, 'must be of type string'],
  [z.string(), undefined, 'is required'],
  [z.union([z.string(), z.number()]), true, 'must be of type string or number'],
  [z.union([z.string(), z.int().min(1)]), 0, 'must be at least 1'],
  [z.int().min(1, 'must be a day'), 0, 'must be a day'], // the schema's own words come first
])('%#: a fault is told in our words: %j is refused: %s', (schema, value, words) => {
  expect(wordsOf(schema, value)).toEqual([`body: ${words}`]);
});

test('keys that are not known are named one by one, and the choices of a kind are listed', () => {
  expect(wordsOf(z.object({ a: z.strictObject({}) }), { a: { b: 1, c: 2 } })).toEqual([
    'a.b: is not part of this request',
    'a.c: is not part of this request',
  ]);
  const kinds = z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('one') }),
    z.object({ kind: z.literal('two') }),
  ]);
  expect(wordsOf(kinds, { kind: 'three' })).toEqual(['kind: must be one of one, two']);
});

test('a number and its noun agree', () => {
  expect([0, 1, 2].map((count) => countOf(count, 'row'))).toEqual(['0 rows', '1 row', '2 rows']);
  expect([1, 2].map((count) => countOf(count, 'entry', 'entries'))).toEqual(['1 entry', '2 entries']);
});
