import { Customer, type Answer } from '../../support/customer';
import { sleep, waitFor } from '../../support/waitFor';
import { World } from '../../support/world';

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

/** Five changes of one customer, spread over the second around the cutoff. */
async function race(customer: Customer, cutoffWallMs: number, index: number): Promise<Sent[]> {
  const { alternatives } = await customer.opened(1);
  const commands = [
    () => customer.post('/cycles/1/swap', { sku: alternatives[index % 3].sku }),
    () => customer.post('/cycles/1/skip'),
    () => customer.post('/cycles/1/unskip'),
    () => customer.post('/cycles/1/swap', { sku: alternatives[3].sku }),
    () => customer.post('/cycles/1/skip'),
  ];
  return Promise.all(
    commands.map(async (send, n) => {
      const offsetMs = -700 + (n * 1_400) / commandsEach + (index % 7) * 40;
      await sleep(cutoffWallMs + offsetMs - Date.now());
      return { customer, answer: await send() };
    }),
  );
}

test('200 skips and swaps race the cutoff: what ships is exactly what was accepted', async () => {
  const testClockId = await world.testClock(15_000); // two days and a bit: some 10 s to sign everybody up
  const { rows } = await world.database.pool.query('SELECT * FROM test_clocks WHERE id = $1', [testClockId]);
  const everyone = await Promise.all(Array.from({ length: customers }, () => Customer.signUp(world, { testClockId })));
  const opened = await Promise.all(everyone.map((customer) => customer.opened(1)));
  const wallAt = (business: string): number =>
    rows[0].origin_wall_at.getTime() + (Date.parse(business) - rows[0].origin_business_at.getTime()) / rows[0].speed;

  const sent = (
    await Promise.all(everyone.map((customer, index) => race(customer, wallAt(opened[index].cutoffAt), index)))
  ).flat();
  expect(sent).toHaveLength(customers * commandsEach);
  const accepted = sent.filter(({ answer }) => answer.status === 200);
  const refused = sent.filter(({ answer }) => answer.status === 409);
  expect(accepted.length + refused.length).toBe(sent.length); // never a 500, never silence
  expect(accepted.length).toBeGreaterThan(0);
  const tooLate = refused.filter(({ answer }) => answer.body.type.endsWith('CutoffPassed'));
  expect(tooLate.length).toBeGreaterThan(0);
  for (const { answer } of tooLate) expect(Date.parse(answer.body.cutoffAt)).not.toBeNaN();

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
  const summary = await world.simulator.summary('');
  expect(summary).toMatchObject({ chargedTwice: 0, shippedTwice: 0 });
});

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
