import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { keyRows } from '#cli/reference/keys';
import { keyTable } from '#cli/reference/markdown';
import { pages } from '#cli/reference/pages';
import { zoneSchema } from '#domain/zone/schema';
import { programSchema } from '#domain/program/schema';
import { repository } from '#test/unit/project/fixture';

test.each(Object.entries(pages(repository)))('%s is what `npm run docs:reference` makes', (file, text) => {
  expect(readFileSync(join(repository, file), 'utf8')).toBe(text);
});

test.each(Object.entries(pages(repository)))('every key of %s has a meaning', (_file, text) => {
  const keys = text.split('\n').filter((line) => /^\| `[^`]+` \| {1,2}\|/.test(line));
  expect(keys).toEqual([]);
});

const fileRows = [...keyRows(programSchema), ...keyRows(zoneSchema)];

test('every key of a file has an example on the page, unless it is a section or holds some', () => {
  expect(fileRows.length).toBeGreaterThan(100);
  const page = pages(repository)['docs/reference.md']!;
  const lines = new Set(
    page
      .split('\n')
      .filter((line) => !line.endsWith(' |  |'))
      .map((line) => /^\| `([^`]+)`/.exec(line)?.[1]),
  );
  expect(fileRows.filter(({ path, rule }) => !lines.has(path) && !/^(section|list)/.test(rule))).toEqual([]);
});

test('every key that may be left out says what counts then', () => {
  expect(fileRows.filter(({ absent }) => absent === '')).toEqual([]);
});

test('every example of the schemas, and every default, is a value that they take', () => {
  const checked = [programSchema, zoneSchema].flatMap((schema) => examplesIn(z.toJSONSchema(schema, { io: 'input' })));
  expect(checked.length).toBeGreaterThan(20);
  expect(checked.filter(({ node, value }) => !z.fromJSONSchema(node).safeParse(value).success)).toEqual([]);
});

/** Every value that a schema shows, with what it shows it of. A default in words is none. */
function examplesIn(node: unknown): { node: z.core.JSONSchema.JSONSchema; value: unknown }[] {
  if (typeof node !== 'object' || node === null) return [];
  const { example, absent, ...rest } = node as Record<string, unknown>;
  const values = [example, typeof absent === 'string' ? undefined : absent].filter((value) => value !== undefined);
  return [...values.map((value) => ({ node: rest, value })), ...Object.values(rest).flatMap(examplesIn)];
}

test('a key says what it may hold, and what counts without it', () => {
  const schema = z.strictObject({
    each: z.array(
      z.strictObject({ hour: z.int().min(0).max(23).meta({ description: 'When', unit: 'h', example: 7 }) }),
    ),
    way: z.enum(['a', 'b']).default('a').describe('Which | how'),
    share: z.number().positive().max(1).optional().meta({ description: 'Part', absent: 'all' }),
  });
  expect(keyTable(keyRows(schema)).split('\n').slice(2)).toEqual([
    '| `each` |  | list |  | required |  |',
    '| `each[].hour` | When | whole number, 0 to 23 | h | required | `7` |',
    '| `way` | Which \\| how | `a`, `b` |  | `"a"` |  |',
    '| `share` | Part | number, more than 0 to 1 |  | all |  |',
  ]);
});

test('kinds of one thing: what all have stands first, and of the rest it is said whose it is', () => {
  const shared = z.string().meta({ description: 'Id', example: 'a' });
  const schema = z.discriminatedUnion('kind', [
    z.strictObject({
      id: shared,
      kind: z.literal('x').meta({ description: 'An X' }),
      width: z.int().describe('Width'),
    }),
    z.strictObject({ id: shared, kind: z.literal('y').meta({ description: 'A Y' }) }),
  ]);
  expect(keyRows(schema).map(({ path, meaning, example }) => [path, meaning, example])).toEqual([
    ['id', 'Id', 'a'],
    ['kind', 'An X', 'x'],
    ['width', '`"x"` only: Width', undefined],
    ['kind', 'A Y', 'y'],
  ]);
});

test('of alternatives, one is required', () => {
  const schema = z.union([z.strictObject({ a: z.int() }), z.strictObject({ b: z.int().optional() })]);
  expect(keyRows(schema).map(({ path, absent }) => [path, absent])).toEqual([
    ['a', 'one of them is required'],
    ['b', ''],
  ]);
});
