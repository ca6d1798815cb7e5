import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { keyRows } from '../../../../cli/reference/keys';
import { keyTable } from '../../../../cli/reference/markdown';
import { pages } from '../../../../cli/reference/pages';
import { repository } from '../../project/fixture';

test.each(Object.entries(pages()))('%s is what `npm run docs:reference` makes', (file, text) => {
  expect(readFileSync(join(repository, file), 'utf8')).toBe(text);
});

test.each(Object.entries(pages()))('every key of %s has a meaning', (_file, text) => {
  const keys = text.split('\n').filter((line) => /^\| `[^`]+` \| {1,2}\|/.test(line));
  expect(keys).toEqual([]);
});

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
