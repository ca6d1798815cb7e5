import { z } from 'zod';
import { parseConfigFile } from '#domain/configFile/parse';
import { parseZone } from '#domain/zone/parse';
import { parseProgram } from '#domain/program/parse';

const schema = z.strictObject({
  id: z.string(),
  sizes: z.array(z.number()).optional(),
  counts: z.record(z.string(), z.number()).optional(),
});
const problemsOf = (text: string) => parseConfigFile(schema, text, 'things/some.yaml', 'a thing').problems;

test.each([
  ['id: some\nsizes: [1, .inf]', 'things/some.yaml:2:12: sizes[1]: must be a finite number'],
  ['id: some\nsizes: [1e400]', 'things/some.yaml:2:9: sizes[0]: must be a finite number'],
  ['id: some\nsizes: [.nan]', 'things/some.yaml:2:9: sizes[0]: must be a finite number'],
  ['id: some\ncounts:\n  __proto__: 3', 'things/some.yaml:3:14: counts.__proto__: is a name that is not allowed'],
  ['id: some\nconstructor: 3', 'things/some.yaml:2:14: constructor: is a name that is not allowed'],
  ['id: some\nsizes: [a]', 'things/some.yaml:2:9: sizes[0]: must be of type number'],
  ['id: some\nsizes: *nothing', expect.stringMatching(/^things\/some\.yaml: Unresolved alias/)],
  [
    `id: some\na: &a [1]\n${'b c d e f g h'
      .split(' ')
      .map((name, n) => `${name}: &${name} [${`*${'abcdefg'[n]!},`.repeat(9)}]`)
      .join('\n')}`,
    expect.stringMatching(/^things\/some\.yaml: Excessive alias count/),
  ],
])('%j is refused by file, place and rule', (text, problem) => {
  expect(problemsOf(text)).toEqual([problem]);
});

test('a list that holds itself is refused by its schema', () => {
  expect(problemsOf('id: some\nsizes: &list [*list]')).toEqual([
    expect.stringMatching(/^things\/some\.yaml:2:\d+: sizes\[0\]: /),
  ]);
});

test.each([parseProgram, parseZone])('nothing is called as every object has a member: %p', (parse) => {
  expect(() => parse('id: constructor', 'constructor.yaml')).toThrow(/id: is a name that is not allowed/);
});
