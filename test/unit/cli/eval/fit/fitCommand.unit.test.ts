import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { evaluateFit } from '#cli/eval/fit/run';
import { commandRig } from '#test/support/command';

// A training is a second of work, more on a busy machine.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const command = commandRig();

const columns =
  'user_id,item_id,size,rented_for,category,body_type,weight_lbs,height_in,bust_size_num,bust_size_letter,age,review_date';
const row = (at: number): string =>
  `u${at % 20},i${at % 7},${8 + 4 * (at % 3)},party,gown,,${120 + (at % 3) * 10}.0,65.0,,,,2016-04-20`;
const fits = ['small', 'fit', 'large'];
const train = [`${columns},fit,rating`, ...Array.from({ length: 90 }, (_, at) => `${row(at)},${fits[at % 3]},8.0`)];
const test = [columns, ...Array.from({ length: 9 }, (_, at) => row(at))];

function file(name: string, lines: string[]): string {
  const path = join(command.directory, name);
  writeFileSync(path, lines.join('\n'));
  return path;
}
const path = (name: string): string => join(command.directory, name);

describe('everbox eval fit', () => {
  it('writes three chances per row of the test file', async () => {
    const out = join(command.directory, 'made', 'out.csv');
    await evaluateFit({ train: file('train.csv', train), test: file('test.csv', test), out, json: true });
    const [header, ...lines] = readFileSync(out, 'utf8').trimEnd().split('\n');
    expect(header).toBe('p_small,p_fit,p_large');
    expect(lines).toHaveLength(9);
    for (const line of lines) {
      const chances = line.split(',').map(Number);
      expect(chances.reduce((sum, chance) => sum + chance)).toBeCloseTo(1, 5);
    }
    expect(JSON.parse(command.printed)).toMatchObject({ records: 90, cases: 9, trainSeconds: expect.any(Number) });
  });

  it('does not look at fit and rating of the test file, whatever is in them', async () => {
    const peek = [
      `rating,fit,${columns}`,
      ...test.slice(1).map((line, at) => `nonsense,${fits[(at + 1) % 3]},${line}`),
    ];
    const flags = { train: file('train.csv', train), test: file('test.csv', test), out: path('plain.csv') };
    await evaluateFit(flags);
    await evaluateFit({ ...flags, test: file('peek.csv', peek), out: path('peeked.csv') });
    expect(readFileSync(path('peeked.csv'), 'utf8')).toBe(readFileSync(path('plain.csv'), 'utf8'));
    expect(command.printed).toContain('peak memory');
  });

  it.each([
    [[columns.replace('weight_lbs', 'weight')], 'train.csv:1: the header has no column "weight_lbs"'],
    [[`${columns},fit,rating,age`], 'train.csv:1: the header has column "age" 2 times'],
    [[train[0]!, `${row(1)},fits,`], 'train.csv:2: fit must be small, fit or large'],
    [[train[0]!, train[1]!, `${row(1)},fit,11`], 'train.csv:3: rating must be empty or a number from 0 to 10'],
    [[train[0]!, `${row(1)},fit`], 'train.csv:2: has 13 columns, the header 14'],
    [
      [train[0]!, `${row(1).replace('120', '1e9')},fit,8`.replace('130', 'heavy')],
      'train.csv:2: weight_lbs must be empty or',
    ],
    [
      [train[0]!, `${row(1).replace('2016-04-20', '2016-13-20')},fit,8`],
      'train.csv:2: review_date must be empty or a date',
    ],
    [[train[0]!, `${row(1).replace('u1', '')},fit,8`], 'train.csv:2: user_id must not be empty'],
    [[train[0]!, `${row(1).replace(',12,', ',M,')},fit,8`], 'train.csv:2: size must be a number'],
    [[train[0]!], 'train.csv: has no rows to learn from'],
    [[''], 'is empty'],
  ])('refuses a training file, naming line and column (%#)', async (lines, message) => {
    const flags = { train: file('train.csv', lines), test: file('test.csv', test), out: path('refused.csv') };
    await expect(evaluateFit(flags)).rejects.toThrow(message);
    expect(existsSync(flags.out)).toBe(false);
  });

  it('refuses a test file before it trains', async () => {
    const flags = { train: file('train.csv', train), test: path('no such file'), out: path('refused.csv') };
    await expect(evaluateFit(flags)).rejects.toThrow('there is no such file');
    await expect(evaluateFit({ ...flags, test: file('test.csv', [columns, 'u1,i1']) })).rejects.toThrow(
      'test.csv:2: has 2 columns, the header 12',
    );
  });
});
