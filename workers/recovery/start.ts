import { WorkflowExecutionAlreadyStartedError } from '@temporalio/client';
import type { Starter } from '../relay/toWorkflows';
import type { Candidate } from './types';

/**
 * Starts a workflow anew under its ID. One that is there by now, started by its parent or the relay, is the one that is
 * wanted; so is one that has completed. What was ended by force is the only thing that makes room.
 */
export async function startMissing(
  { client, taskQueue }: Starter,
  workflowId: string,
  { workflowType, args, attributes, summary }: NonNullable<Candidate['start']>,
): Promise<void> {
  try {
    await client.workflow.start(workflowType, {
      workflowId,
      workflowIdReusePolicy: 'ALLOW_DUPLICATE_FAILED_ONLY',
      taskQueue,
      args,
      typedSearchAttributes: attributes,
      staticSummary: summary,
    });
  } catch (error) {
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
  }
}
