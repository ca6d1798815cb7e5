import { randomBytes } from 'node:crypto';
import { surveyWorkflowId } from '#domain/ids';
import type { SurveyRule } from '#domain/survey/types';
import { type EraseCustomerInput, eraseCustomerWorkflow } from '#workflows/eraseCustomer/messages';
import { eventExportWorkflow } from '#workflows/eventExport/messages';
import { eventRetentionWorkflow } from '#workflows/eventRetention/messages';
import { searchRefreshWorkflow } from '#workflows/searchRefresh/messages';
import { hadItems, refreshed, twoTastes } from '../integration/selection/learning';
import { call, Customer } from '../support/customer';
import { toyProgram } from '../support/toyProgram';
import { waitFor } from '../support/waitFor';
import type { World } from '../support/world';

const questions: SurveyRule['questions'] = [{ id: 'stars', title: 'How good?', kind: 'scale', min: 1, max: 5 }];
const surveys: SurveyRule[] = [
  { id: 'goodbye', title: 'Why?', when: { onCancel: true }, delayHours: 24, questions },
  { id: 'welcome', title: 'Welcome', when: { daysAfterSignUp: 300 }, delayHours: 0, questions },
];

/** What the world of these scenarios serves. */
export const learningProgram = toyProgram({ surveys, learning: { minCustomers: 20, rankingsPerSecond: 1_000 } });

/** Waits until the relay has started the survey. */
async function surveyOf(world: World, { subscriptionId }: Customer, surveyId: string) {
  const handle = world.temporal.workflow.getHandle(surveyWorkflowId(subscriptionId, surveyId));
  await waitFor(`the start of ${surveyId}`, () => handle.describe().catch(() => undefined));
  return handle;
}

async function start(world: World, type: string, workflowId: string, args: unknown[]): Promise<string> {
  const { taskQueue } = world.config.temporal;
  const id = `${workflowId}-${randomBytes(4).toString('hex')}`;
  await world.temporal.workflow.execute(type, { workflowId: id, taskQueue, args });
  return id;
}

/**
 * One history of each workflow that asks, forgets, exports, cleans up, searches ahead and learns, in this order: what is learned was exported
 * before. Each answers the workflow's ID; the world serves `learningProgram` and learns from its warehouse.
 */
export const learningScenarios: Record<string, (world: World) => Promise<string>> = {
  surveySent: async (world) => {
    const customer = await Customer.signUp(world, { testClockId: await world.testClock(150_000) });
    await customer.opened(1);
    await customer.post('/cancel', {});
    const handle = await surveyOf(world, customer, 'goodbye');
    await handle.result();
    return handle.workflowId;
  },
  surveyErased: async (world) => {
    const customer = await Customer.signUp(world);
    const handle = await surveyOf(world, customer, 'welcome');
    await call(world, customer.token, 'DELETE', '/v1/me/profile');
    await handle.result();
    return handle.workflowId;
  },
  erased: async (world) => {
    // Two minutes ago, but for some seconds: the timer has something left to wait for.
    const input: EraseCustomerInput = { customerId: 'cus_erased', erasedAtMs: Date.now() - 117_000 };
    await world.database.pool.query('INSERT INTO erasures (customer_id, erased_at) VALUES ($1, $2)', [
      input.customerId,
      new Date(input.erasedAtMs),
    ]);
    return start(world, eraseCustomerWorkflow, 'erase', [input]);
  },
  retained: (world) => start(world, eventRetentionWorkflow, eventRetentionWorkflow, []),
  nothingToLearn: async (world) => (await refreshed(world)).refreshId,
  exported: async (world) => {
    await hadItems(world.database.pool, learningProgram.id, twoTastes(60));
    return start(world, eventExportWorkflow, eventExportWorkflow, [null]);
  },
  searched: (world) => start(world, searchRefreshWorkflow, searchRefreshWorkflow, [{ programId: learningProgram.id }]),
  learned: async (world) => (await refreshed(world)).refreshId,
};
