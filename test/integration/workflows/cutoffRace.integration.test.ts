import { randomBytes } from 'node:crypto';
import { Customer, type Answer } from '#test/support/customer';
import { patiently } from '#test/support/patiently';
import { sleep, waitFor } from '#test/support/waitFor';
import { World } from '#test/support/world';

const customers = 40;
const commandsEach = 5;

let world: World;
beforeAll(async () => {
  world = await World.open({ title: 'cutoff race' });
});
afterAll(() => world.close());

interface Sent {
  customer: Customer;
  answer: Answer;
}

/**
 * Five changes of one customer, spread over the second around the cutoff. A busy API may answer 503, which leaves open
 * whether the change was taken: the same key is sent until the answer says so.
 */
async function raceOf(customer: Customer, cutoffWallMs: number, index: number): Promise<Sent[]> {
  const { alternatives } = await customer.opened(1);
  const commands: [path: string, body: object][] = [
    ['swap', { sku: alternatives[index % 3].sku }],
    ['skip', {}],
    ['unskip', {}],
    ['swap', { sku: alternatives[3].sku }],
    ['skip', {}],
  ];
  return Promise.all(
    commands.map(async ([path, body], n) => {
      const key = randomBytes(12).toString('hex');
      const offsetMs = -700 + (n * 1_400) / commandsEach + (index % 7) * 40;
      await sleep(cutoffWallMs + offsetMs - Date.now());
      return { customer, answer: await patiently(() => customer.post(`/cycles/1/${path}`, body, key)) };
    }),
  );
}

interface Race {
  everyone: Customer[];
  opened: Answer['body'][];
  sent: Sent[];
}

/** Two days and a bit pass until the cutoff: at 15,000 times the wall's speed, some 10 s to sign everybody up. */
async function raceAt(speed: number): Promise<Race> {
  const testClockId = await world.testClock(speed);
  const { rows } = await world.database.pool.query('SELECT * FROM test_clocks WHERE id = $1', [testClockId]);
  const everyone = await Promise.all(Array.from({ length: customers }, () => Customer.signUp(world, { testClockId })));
  const opened = await Promise.all(everyone.map((customer) => customer.opened(1)));
  const wallAt = (business: string): number =>
    rows[0].origin_wall_at.getTime() + (Date.parse(business) - rows[0].origin_business_at.getTime()) / rows[0].speed;

  const sent = (
    await Promise.all(everyone.map((customer, index) => raceOf(customer, wallAt(opened[index].cutoffAt), index)))
  ).flat();
  return { everyone, opened, sent };
}

const isAccepted = ({ answer }: Sent): boolean => answer.status === 200;
const isTooLate = ({ answer }: Sent): boolean => answer.status === 409 && answer.body.type.endsWith('CutoffPassed');

test('200 skips and swaps race the cutoff: what ships is exactly what was accepted', async () => {
  // A machine on which everything came too late had no race: it gets another, on a slower clock.
  let speed = 15_000;
  let race = await raceAt(speed);
  await expectKept(race);
  while (!race.sent.some(isAccepted)) {
    race = await raceAt((speed /= 2));
    await expectKept(race);
  }
  const tooLate = race.sent.filter(isTooLate);
  expect(tooLate.length).toBeGreaterThan(0);
  for (const { answer } of tooLate) expect(Date.parse(answer.body.cutoffAt)).not.toBeNaN();
  const summary = await world.simulator.summary('');
  expect(summary).toMatchObject({ chargedTwice: 0, shippedTwice: 0 });
});

/** Every change has an answer, and each customer gets what the last accepted one says: nothing lost, nothing doubled. */
async function expectKept({ everyone, opened, sent }: Race): Promise<void> {
  expect(sent).toHaveLength(customers * commandsEach);
  const accepted = sent.filter(isAccepted);
  const refused = sent.filter(({ answer }) => answer.status === 409);
  expect(accepted.length + refused.length).toBe(sent.length); // never a 500, never silence
  for (const [index, customer] of everyone.entries()) {
    const last = accepted
      .filter((one) => one.customer === customer)
      .sort((a, b) => a.answer.body.revision - b.answer.body.revision)
      .at(-1)?.answer.body.cycle;
    const skipped = last?.skipped ?? false;
    const sku = last?.sku ?? opened[index].selection.sku;
    const closed = await customer.closed(1);
    expect({ status: closed.status, sku: closed.selection.sku }).toEqual({
      status: skipped ? 'skipped' : 'shipped',
      sku,
    });
    const handedOff = await shippedSkus(customer, skipped ? 0 : 1);
    expect(handedOff).toEqual(skipped ? [] : [sku]);
  }
}

/** What the warehouse was given for cycle 1, by its own ledger. */
async function shippedSkus(customer: Customer, expected: number): Promise<string[]> {
  const read = async () => {
    const { items } = await world.simulator.calls({
      partner: 'warehouse',
      operation: 'handOff',
      referencePrefix: customer.shipmentId(1),
    });
    return items.filter((call) => call.hadEffect).map((call) => (call.request as { sku: string }).sku);
  };
  if (expected > 0) await waitFor('the handoff', async () => ((await read()).length >= expected ? true : undefined));
  return read();
}
