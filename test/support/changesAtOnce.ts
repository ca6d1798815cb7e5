import { subscriptionSnapshot } from '#workflows/subscription/messages';
import { type Answer, Customer } from './customer';
import { sleep, waitFor } from './waitFor';
import { WorkerProcess } from './workerProcess';
import type { World } from './world';

const address = (line1: string) => ({ name: 'A', line1, city: 'York', postalCode: 'YO1 1AA', country: 'GB' });

/** Everything that a customer may change, at once. Whether each comes in time is open: what matters is what is kept. */
const changesOf = (customer: Customer): (() => Promise<Answer>)[] => [
  ...['1 One Street', '2 Two Street', '3 Three Street'].map(
    (line1) => () => customer.patch('/address', address(line1)),
  ),
  () => customer.post('/cycles/1/skip'),
  () => customer.patch('/payment-method', { paymentToken: 'tok_ok_other' }),
  () => customer.post('/cancel', { reason: 'too many boxes' }),
  () => customer.post('/pause'),
];

/** Counts subscriptions whose row is at this revision, or beyond. */
async function reached(world: World, everyone: Customer[], revision: number): Promise<number> {
  const { rowCount } = await world.database.pool.query(
    'SELECT FROM subscriptions WHERE id = ANY($1) AND revision >= $2',
    [everyone.map(({ subscriptionId }) => subscriptionId), revision],
  );
  return rowCount ?? 0;
}

/**
 * One round: 24 subscriptions, seven changes of each at once, and the worker's end in the middle of it, by `end`. Then every
 * row must come to what its workflow has decided: answers with those that did not.
 */
export async function roundOfChanges(world: World, end: (worker: WorkerProcess) => Promise<void>): Promise<string[]> {
  let worker = await WorkerProcess.start(world.config);
  try {
    const everyone = await Promise.all(Array.from({ length: 24 }, () => Customer.signUp(world)));
    await Promise.all(everyone.map((customer) => customer.opened(1)));
    const sent = Promise.allSettled(everyone.flatMap(changesOf).map((send) => send()));
    const isOver = { now: false };
    void sent.then(() => (isOver.now = true));
    while (!isOver.now && (await reached(world, everyone, 4)) < 3) await sleep(1);
    await end(worker);
    await worker.kill();
    worker = await WorkerProcess.start(world.config);
    // A request that is not valid never reaches a workflow, and would prove nothing.
    const untrue = (await sent).flatMap((each) =>
      each.status === 'fulfilled' && each.value.status === 400 ? [JSON.stringify(each.value.body)] : [],
    );
    for (const customer of everyone) {
      await showsWhatWasDecided(world, customer).catch((error: unknown) => untrue.push(String(error)));
    }
    return untrue;
  } finally {
    await worker.stop();
  }
}

/** The row of a subscription, and its cycle's, are what the workflow says. */
export async function showsWhatWasDecided(world: World, { workflowId, subscriptionId }: Customer): Promise<void> {
  let difference = '';
  await waitFor(
    `the row of ${subscriptionId} to show what was decided`,
    async () => {
      const decided = await world.temporal.workflow.getHandle(workflowId).query(subscriptionSnapshot);
      const { cycle, ...subscription } = decided;
      const { rows } = await world.database.pool.query(
        `SELECT s.status, plan_id AS "planId", address_id AS "addressId", payment_method_id AS "paymentMethodId",
           next_cycle AS "nextCycle", s.revision,
           (SELECT array_agg(number) FROM cycles WHERE subscription_id = s.id AND status = 'open') AS open
         FROM subscriptions s WHERE s.id = $1`,
        [subscriptionId],
      );
      const { status, planId, addressId, paymentMethodId, nextCycle, revision } = subscription;
      const open = cycle ? [cycle.number] : null;
      const says = JSON.stringify({ status, planId, addressId, paymentMethodId, nextCycle, revision, open });
      const shows = JSON.stringify(rows[0]);
      difference = `${says} <> ${shows}`;
      return says === shows ? true : undefined;
    },
    30_000,
  ).catch((error: unknown) => {
    throw new Error(`decided, and not shown: ${difference}`, { cause: error });
  });
}
