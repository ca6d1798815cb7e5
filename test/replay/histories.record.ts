import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { historyToJSON } from '@temporalio/common/lib/proto-utils';
import { repositoryRoot } from '../../workers/paths';
import { historiesOf, type RanWorkflow } from '../support/histories';
import { World } from '../support/world';
import { historiesVersion } from './recorded';
import { scenarios } from './scenarios';

let world: World;
beforeAll(async () => {
  world = await World.open({ title: 'record histories' });
});
afterAll(() => world.close());

/**
 * Not a test: `npm run histories:record` runs every scenario and writes its histories, to be checked in when workflows
 * have changed on purpose. Histories of earlier versions stay, as long as such workflows may still be running.
 */
test('record the histories of every scenario', async () => {
  const testClockId = await world.testClock(150_000);
  const customers = await Promise.all(
    Object.entries(scenarios).map(async ([name, run]) => ({ name, customer: await run(world, testClockId) })),
  );
  for (const { customer } of customers) await customer.post('/cancel', {});
  const ran = await historiesOf(world);
  for (const { name, customer } of customers) {
    const own = ran.filter(({ workflowId }) => workflowId.includes(customer.subscriptionId));
    // Oldest first, so that the runs of a continue-as-new chain are numbered as they came.
    own.sort((one, other) => startedAt(one) - startedAt(other));
    for (const [n, one] of own.entries()) await write(`${name}.${one.type}.${n + 1}`, one);
  }
  const cohortRun = ran.find(({ type, history }) => type === 'shipmentCycle' && (history.events?.length ?? 0) > 8);
  if (cohortRun) await write('cohortRun.shipmentCycle.1', cohortRun);
}, 300_000);

const startedAt = ({ history }: RanWorkflow): number => Number(history.events?.[0]?.eventTime?.seconds);

async function write(name: string, { workflowId, history }: RanWorkflow): Promise<void> {
  const directory = join(repositoryRoot(), 'test', 'histories', historiesVersion);
  await mkdir(directory, { recursive: true });
  const content = { workflowId, history: JSON.parse(historyToJSON(history)) as unknown };
  await writeFile(join(directory, `${name}.json`), `${JSON.stringify(content)}\n`);
}
