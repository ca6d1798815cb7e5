import { Customer } from '../support/customer';
import { showsWhatWasDecided } from '../support/changesAtOnce';
import { longestHistory, sendAll, wish } from '../support/manyChanges';
import { toyProgram } from '../support/toyProgram';
import { waitFor } from '../support/waitFor';
import { World } from '../support/world';

/** More than the server takes of one run (2,000), in whatever state the subscription is. */
const changes = 2_500;

let world: World;
beforeAll(async () => {
  // What a workflow can take is more than a customer may do.
  const limits = { changesPerMinute: 6_000, changesPerDay: 100_000 };
  world = await World.open({ title: 'thousands of changes', programs: [toyProgram({ limits })] });
});
afterAll(() => world.close(), 3_600_000);

test.each(['open', 'paused'])(
  `${changes} changes while its cycle is %s: none is lost, and who wants to leave then gets through`,
  async (state) => {
    const customer = await Customer.signUp(world);
    await customer.opened(1);
    if (state === 'paused') expect((await customer.post('/pause')).status).toBe(200);
    const { body: before } = await customer.get();
    const answers = await sendAll(changes, (n, key) => customer.patch('/preferences', wish(n), key));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    const revisions = answers.map(({ body }) => body.revision as number).sort((a, b) => a - b);
    expect(revisions).toEqual(Array.from({ length: changes }, (_, n) => before.revision + n + 1));
    await showsWhatWasDecided(world, customer);

    expect((await customer.post('/cancel', {})).status).toBe(200); // at the first try
    expect((await customer.closed(1)).status).toBe('cancelled');
    const { runs, events } = await waitFor('the runs in the visibility store', async () => {
      const found = await longestHistory(world, customer);
      return found.runs > changes / 70 ? found : undefined;
    });
    expect(runs).toBeLessThan(changes / 10);
    expect(events).toBeLessThan(1_000);
    expect(await world.simulator.summary(customer.subscriptionId)).toMatchObject({ charges: 0, handoffs: 0 });
  },
  3_600_000,
);
