import { cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildProgram } from '#cli/main';
import { readInstance } from '#cli/eval/dispatch/instance';
import { commandRig } from '#test/support/command';

const fixture = join(__dirname, '..', '..', '..', 'fixtures', 'mealDelivery');
const command = commandRig();

const run = async (instance: string, ...flags: string[]): Promise<unknown> =>
  buildProgram().parseAsync([
    'node',
    'everbox',
    'eval',
    'dispatch',
    '--instance',
    instance,
    '--out',
    join(command.directory, 'out'),
    ...flags,
  ]);

const written = (file: string): string[] =>
  readFileSync(join(command.directory, 'out', file), 'utf8')
    .trimEnd()
    .split('\n');

test('plays the instance and writes the three files of a solution', async () => {
  await run(fixture, '--json');
  expect(JSON.parse(command.printed)).toMatchObject({
    orders: 4,
    delivered: 3,
    undelivered: [{ orderId: 'o4', reason: 'OffDutyBefore', roomWith: null }],
    within60Possible: 1,
    decisions: { count: expect.any(Number) },
  });
  expect(written('solution_info_assignments.txt')).toEqual([
    'assignment_time pickup_time courier orders',
    '5 10 c1 o1',
    '18 22 c1 o3',
    '25 30 c2 o2',
  ]);
  expect(written('solution_info_orders.txt')).toEqual([
    'order placement_time ready_time pickup_time dropoff_time courier',
    'o1 0 10 10 16 c1',
    'o3 18 20 22 28 c1',
    'o2 20 30 30 36 c2',
  ]);
  expect(written('solution_info_couriers.txt').slice(1)).toEqual([
    'c1 5 0 r1',
    'c1 12 r1 o1',
    'c1 18 o1 r1',
    'c1 24 r1 o3',
    'c2 25 0 r2',
    'c2 32 r2 o2',
  ]);
});

test('prints a summary for people', async () => {
  await run(fixture);
  expect(command.printed).toMatch(/3 of 4 orders delivered/);
  expect(command.printed).toMatch(/o4: OffDutyBefore/);
});

test('plays with every n-th courier of the file, beginning with the first', async () => {
  await run(fixture, '--every-courier', '2', '--json');
  const couriers = written('solution_info_orders.txt')
    .slice(1)
    .map((line) => line.split(' ').at(-1));
  expect(couriers).toEqual(['c1', 'c1', 'c1']);
});

test('refuses no courier at all', async () => {
  await expect(run(fixture, '--every-courier', '0')).rejects.toThrow(/must be a whole number from 1 to 1000/);
});

const damages: [string, string, (text: string) => string, RegExp][] = [
  [
    'a number that is none',
    'orders.txt',
    (text) => text.replace('\t10\n', '\tsoon\n'),
    /^orders\.txt:2: ready_time must be a whole/,
  ],
  [
    'a negative time',
    'couriers.txt',
    (text) => text.replace('\t0\t60', '\t-5\t60'),
    /^couriers\.txt:2: on_time must not be neg/,
  ],
  [
    'a shift that ends first',
    'couriers.txt',
    (text) => text.replace('\t0\t60', '\t70\t60'),
    /off_time must not be before/,
  ],
  [
    'a missing column',
    'orders.txt',
    (text) => text.replace('ready_time', 'ready'),
    /the header has no column "ready_time"/,
  ],
  [
    'a short line',
    'restaurants.txt',
    (text) => text.replace('r1\t', ''),
    /^restaurants\.txt:2: has 2 columns, the header 3/,
  ],
  ['an order twice', 'orders.txt', (text) => text.replace('o2', 'o1'), /^orders\.txt: o1 is there twice/],
  [
    'an unknown restaurant',
    'orders.txt',
    (text) => text.replace('r2', 'r9'),
    /^orders\.txt: o2: restaurant r9 is not in/,
  ],
  [
    'no speed',
    'instance_parameters.txt',
    (text) => text.replace('100\t', '0\t'),
    /meters_per_minute must be more than 0/,
  ],
  ['an empty file', 'instance_parameters.txt', () => '', /must hold one line below its header/],
];

test.each(damages)('refuses %s in one sentence, and writes nothing', async (_, file, damage, sentence) => {
  const copy = join(command.directory, 'instance');
  cpSync(fixture, copy, { recursive: true });
  writeFileSync(join(copy, file), damage(readFileSync(join(copy, file), 'utf8')));
  await expect(run(copy)).rejects.toThrow(sentence);
  expect(readdirSync(command.directory)).toEqual(['instance']);
});

test('a folder that is not there is named', () => {
  expect(() => readInstance(join(command.directory, 'none'))).toThrow(
    /instance_parameters\.txt can't be read \(ENOENT\)/,
  );
});
