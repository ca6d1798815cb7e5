import { WorkflowNotFoundError } from '@temporalio/client';
import type { UpdateDefinition } from '@temporalio/common';
import { readSubscription, type SubscriptionRead } from '#db/subscriptions/subscriptionReads';
import { noteFinding } from '#db/recovery/recoveryFindings';
import { subscriptionWorkflowId } from '#domain/ids';
import type { SubscriptionSnapshot } from '#workflows/subscription/messages';
import type { ApiContext } from './context';
import { Problem, unavailable } from './problems';
import { changeResource } from '../resources/subscription';
import { sendUpdate } from './updates';

/** Asks the subscription's workflow for a change, and answers with where it stands then. */
export async function changeSubscription<Args extends [unknown?]>(
  context: ApiContext,
  { id }: SubscriptionRead,
  definition: UpdateDefinition<SubscriptionSnapshot, Args>,
  updateId: string,
  ...args: Args
) {
  await context.requireWorker();
  try {
    const snapshot = await sendUpdate(context, definition, { workflowId: subscriptionWorkflowId(id), updateId, args });
    return { status: 200 as const, body: changeResource(snapshot) };
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) throw await whyNotRunning(context, id);
    throw error;
  }
}

/** Read anew: the workflow may have ended since the request began. */
async function whyNotRunning({ db, logger }: ApiContext, id: string): Promise<Problem> {
  const subscription = await readSubscription(db, id);
  if (subscription?.status === 'cancelled') return new Problem('SubscriptionEnded', 'the subscription is cancelled');
  if (subscription?.revision === 0) {
    return new Problem('BeingSetUp', 'the sign-up was accepted and is being set up', {
      headers: { 'Retry-After': '1' },
    });
  }
  await noteFinding(db, {
    workflowId: subscriptionWorkflowId(id),
    kind: 'workflowMissing',
    customerId: subscription?.customerId ?? null,
  });
  logger.error({ subscriptionId: id }, 'a living subscription has no running workflow');
  return unavailable('the subscription cannot be changed until it is recovered; try again later');
}
