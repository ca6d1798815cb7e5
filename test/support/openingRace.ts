import type { UpdateDefinition } from '@temporalio/common';
import {
  cancelSubscription,
  openCycle,
  pauseSubscription,
  type SubscriptionSnapshot,
} from '#workflows/subscription/messages';
import { showsWhatWasDecided } from './changesAtOnce';
import { Customer } from './customer';
import { toyProgram } from './toyProgram';
import { waitFor } from './waitFor';
import type { World } from './world';

/** A day to decide: on a clock of 20,000, the first cycle closes some six seconds after it opened, the second is not due. */
export const hastyOpenings = toyProgram({
  cycle: { openHour: 9, openDays: 1, cutoffHour: 18, shipDaysAfterCutoff: 0 },
});
export const openingSpeed = 20_000;

const changes = { pause: pauseSubscription, cancel: cancelSubscription } as const;
type Change = keyof typeof changes;

/** Sends a change past the API until it is answered: undefined when the workflow refuses it. */
async function change(world: World, { workflowId }: Customer, name: Change): Promise<SubscriptionSnapshot> {
  const options = { updateId: `race-${name}`, args: [{ reason: null }] as [unknown] };
  const { name: update } = changes[name] as UpdateDefinition<SubscriptionSnapshot, [unknown]>;
  return waitFor(`the ${name} of ${workflowId}`, () =>
    world.temporal.workflow.getHandle(workflowId).executeUpdate<SubscriptionSnapshot, [unknown]>(update, options),
  );
}

/** Customers whose first cycle is over, mostly skipped: their second is not due for weeks. */
async function betweenCycles(world: World, testClockId: string, count: number): Promise<Customer[]> {
  const everyone = await Promise.all(Array.from({ length: count }, () => Customer.signUp(world, { testClockId })));
  await Promise.all(
    everyone.map(async (customer) => {
      await customer.opened(1);
      await customer.post('/cycles/1/skip'); // on a busy machine it may be too late, and a box goes out
      await customer.closed(1);
    }),
  );
  return everyone;
}

/**
 * The second cycle of each of `count` customers is opened, twice as a cohort run does that starts over, while half of them
 * pause and half cancel; `meanwhile` is what happens to the worker. Whatever came first: who was answered with 200 gets no
 * box and pays nothing, and the rows are what the workflows say. Answers with what is not so.
 */
export async function roundOfOpenings(
  world: World,
  testClockId: string,
  count: number,
  meanwhile: (sent: Promise<unknown>) => Promise<void>,
): Promise<string[]> {
  const everyone = await betweenCycles(world, testClockId, count);
  const sent = Promise.all(
    everyone.map(async (customer, n) => {
      const handle = world.temporal.workflow.getHandle(customer.workflowId);
      const open = async () => {
        await handle.signal(openCycle, 2);
        await handle.signal(openCycle, 2);
      };
      const name: Change = n % 2 === 0 ? 'pause' : 'cancel';
      // In either order; which of the two the workflow meets first is up to the server.
      const both = n % 4 < 2 ? [open(), change(world, customer, name)] : [change(world, customer, name), open()];
      await Promise.all(both);
      return { customer, name };
    }),
  );
  await meanwhile(sent);
  const wrong: string[] = [];
  for (const { customer, name } of await sent) {
    await isAsAnswered(world, customer, name).catch((error: unknown) => wrong.push(String(error)));
  }
  return wrong;
}

async function isAsAnswered(world: World, customer: Customer, name: Change): Promise<void> {
  await showsWhatWasDecided(world, customer);
  const { body } = await customer.get();
  const expected = name === 'pause' ? 'paused' : 'cancelled';
  if (body.status !== expected) throw new Error(`${name}, and it is ${body.status}`);
  if (name === 'pause') await customer.post('/cancel', {}); // also of what opened: its clock ends with the test
  const second = await waitFor(`the end of what opened for ${customer.subscriptionId}`, async () => {
    const found = (await customer.get('/cycles')).body.items.find(({ number }: { number: number }) => number === 2);
    return found?.status === 'open' ? undefined : { status: (found?.status as string | undefined) ?? 'never opened' };
  });
  if (!['never opened', 'cancelled'].includes(second.status)) throw new Error(`${name}, and it is ${second.status}`);
  const { items } = await world.simulator.effects({ referencePrefix: customer.shipmentId(2) });
  const made = items.filter(({ partner }) => partner !== 'notifications');
  if (made.length > 0) throw new Error(`${name}, and ${made.map(({ operation }) => operation).join(', ')}`);
}
