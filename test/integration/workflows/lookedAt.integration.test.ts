import { projectAgain } from '#workflows/subscription/messages';
import { Customer } from '#test/support/customer';
import { sleep } from '#test/support/waitFor';
import { World } from '#test/support/world';

let world: World;
beforeAll(async () => {
  world = await World.open({ title: 'looked at' });
});
/** Replays every run: that is what this file is for. */
afterAll(() => world.close());

/** The query that the Temporal UI asks when somebody opens the page of a workflow. */
const page = '__temporal_workflow_metadata';

test('whoever looks at a subscription while it ends, and what it is told meanwhile, does not stop it', async () => {
  const everyone = await Promise.all(Array.from({ length: 10 }, () => Customer.signUp(world)));
  await Promise.all(everyone.map((customer) => customer.opened(1)));
  const ended = await Promise.all(
    everyone.map(async (customer) => {
      const handle = world.temporal.workflow.getHandle(customer.workflowId);
      const isOver = { now: false };
      const result = handle.result().finally(() => (isOver.now = true));
      const looking = async () => {
        while (!isOver.now) await handle.query(page).catch(() => sleep(5)); // of many at once, some are refused
      };
      const telling = async () => {
        for (let n = 0; n < 20 && !isOver.now; n++) {
          const told = handle.signal(projectAgain).catch(() => undefined); // over meanwhile
          await Promise.all([told, sleep(10)]);
        }
      };
      await customer.post('/cancel');
      await Promise.all([looking(), looking(), looking(), telling()]);
      return result;
    }),
  );
  for (const one of ended) expect(one).toMatchObject({ status: 'cancelled' });
});
