import { ApplicationFailure, WorkflowNotFoundError, WorkflowUpdateFailedError } from '@temporalio/client';
import type { UpdateDefinition } from '@temporalio/common';
import { type BusinessOutcome, businessOutcomes } from '#domain/outcomes';
import type { ApiContext } from './context';
import { Problem, unavailable } from './problems';
import { isNotTaken, untilTaken } from './untilTaken';

/**
 * How long an update may take, ms. A healthy one takes well under a second; a customer who waits longer is better
 * served by a 503 and a retry, which is the same update.
 */
const updateDeadlineMs = 10_000;

export interface UpdateRequest<Args extends [unknown?]> {
  workflowId: string;
  updateId: string;
  args: Args;
}

/**
 * Sends an update and waits for its answer. The workflow decides; its refusals become problems.
 * @throws Problem for a business outcome, 503 when nobody can decide now, WorkflowNotFoundError when none is running.
 */
export async function sendUpdate<Ret, Args extends [unknown?]>(
  context: ApiContext,
  definition: UpdateDefinition<Ret, Args>,
  { workflowId, updateId, args }: UpdateRequest<Args>,
): Promise<Ret> {
  const { temporal, attempt } = context;
  const send = (): Promise<Ret> =>
    // By name: generic arguments fit neither of the client's overloads, with arguments and without.
    temporal.workflow.getHandle(workflowId).executeUpdate<Ret, [unknown]>(definition.name, {
      updateId,
      args: args as unknown[] as [unknown],
    });
  attempt.mayTakePlace();
  try {
    const untilMs = Date.now() + updateDeadlineMs;
    return await temporal.withDeadline(untilMs, () => untilTaken(send, untilMs));
  } catch (error) {
    const refusal = refusalOf(error);
    if (refusal?.final || error instanceof WorkflowNotFoundError) attempt.didNotTakePlace();
    throw refusal ?? error;
  }
}

/** A refusal of the workflow as a problem; undefined when the error is none. */
export function refusalOf(error: unknown): Problem | undefined {
  if (isNotTaken(error)) {
    return unavailable('the change was not made; try again with the same key', 1);
  }
  if (!(error instanceof WorkflowUpdateFailedError)) return undefined;
  const { cause } = error;
  if (!(cause instanceof ApplicationFailure)) return undefined;
  // The run ended between accepting the update and answering it; its retry goes to the next run, or says that it ended.
  if (cause.type === 'AcceptedUpdateCompletedWorkflow') {
    return unavailable('the change met the end of a cycle', 1);
  }
  const outcome = businessOutcomes.find((known): known is BusinessOutcome => known === cause.type);
  if (!outcome) return undefined;
  const details: unknown = cause.details?.[0];
  return new Problem(outcome, cause.message ?? outcome, {
    members: details !== null && typeof details === 'object' ? { ...details } : {},
  });
}
