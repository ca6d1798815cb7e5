import { WorkflowExecutionAlreadyStartedError } from '@temporalio/common';
import { ParentClosePolicy, startChild, WorkflowIdReusePolicy } from '@temporalio/workflow';
import { customerKey, programKey, stateKey } from './searchAttributes';

export interface OnceStarted<Input extends { programId: string; customerId: string }> {
  workflowType: string;
  workflowId: string;
  input: Input;
  /** First value of the search attribute that says where it stands. */
  state: string;
  summary: string;
}

/**
 * Starts a workflow that outlives this run, once for ever: after a reset, the one that exists under this ID is the one
 * that was meant. Awaits the start, since a run that continues as new before it would take the command back.
 */
export async function startOnce<Input extends { programId: string; customerId: string }>({
  workflowType,
  workflowId,
  input,
  state,
  summary,
}: OnceStarted<Input>): Promise<void> {
  try {
    await startChild(workflowType, {
      workflowId,
      args: [input],
      parentClosePolicy: ParentClosePolicy.ABANDON,
      workflowIdReusePolicy: WorkflowIdReusePolicy.REJECT_DUPLICATE,
      typedSearchAttributes: [
        { key: programKey, value: input.programId },
        { key: customerKey, value: input.customerId },
        { key: stateKey, value: state },
      ],
      staticSummary: summary,
    });
  } catch (error) {
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
  }
}
