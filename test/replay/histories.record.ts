import { historiesOf, type RanWorkflow } from '../support/histories';
import { openZone } from '../support/oneHour';
import { World } from '../support/world';
import { store } from './recorded';
import { courierScenarios, orderScenarios, scenarios } from './scenarios';

let world: World;
beforeAll(async () => {
  world = await World.open({ title: 'record histories' });
  await openZone(world);
});
afterAll(() => world.close());

/**
 * Not a test: `npm run histories:record` runs every scenario and writes its histories, to be checked in when workflows
 * have changed on purpose. Histories of earlier versions stay, as long as such workflows may still be running.
 */
test('record the histories of every scenario', async () => {
  const testClockId = await world.testClock(75_000);
  const customers = await Promise.all(
    Object.entries(scenarios).map(async ([name, run]) => ({ name, customer: await run(world, testClockId) })),
  );
  const calmClockId = await world.testClock(40_000);
  for (const [name, run] of Object.entries(courierScenarios)) {
    customers.push({ name, customer: await run(world, calmClockId) }); // one after the other: they share the couriers
  }
  for (const { customer } of customers) await customer.post('/cancel', {});
  const scenes = customers.map(({ name, customer }) => ({ name, id: customer.subscriptionId }));
  for (const [name, run] of Object.entries(orderScenarios)) scenes.push({ name, id: await run(world) });
  const ran = await historiesOf(world);
  for (const { name, id } of scenes) {
    const own = ran.filter(({ workflowId }) => workflowId.includes(id));
    // Oldest first, so that the runs of a continue-as-new chain are numbered as they came.
    own.sort((one, other) => startedAt(one) - startedAt(other));
    for (const [n, one] of own.entries()) await store(`${name}.${one.type}.${n + 1}`, one);
  }
  const dispatcher = ran.find(({ type, history }) => type === 'zoneDispatch' && isOver(history));
  if (dispatcher) await store('dispatched.zoneDispatch.1', dispatcher);
  const cohortRun = ran.find(({ type, history }) => type === 'shipmentCycle' && (history.events?.length ?? 0) > 8);
  if (cohortRun) await store('cohortRun.shipmentCycle.1', cohortRun);
}, 300_000);

const isOver = ({ events }: RanWorkflow['history']): boolean =>
  Boolean(events?.at(-1)?.workflowExecutionCompletedEventAttributes);

const startedAt = ({ history }: RanWorkflow): number => Number(history.events?.[0]?.eventTime?.seconds);
