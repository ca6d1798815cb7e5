import { type Client, WorkflowNotFoundError } from '@temporalio/client';

/**
 * How Temporal has a workflow: `missing` (it never heard of it), `running`, `completed`, or `ended` by force (terminated,
 * failed, timed out), which nobody but ops does.
 */
export type Presence = 'missing' | 'running' | 'completed' | 'ended';

/** Asked of the history store itself, not of its search index, which lags. */
export async function presenceOf(client: Client, workflowId: string): Promise<Presence> {
  try {
    const { status } = await client.workflow.getHandle(workflowId).describe();
    if (status.name === 'RUNNING' || status.name === 'CONTINUED_AS_NEW') return 'running';
    return status.name === 'COMPLETED' ? 'completed' : 'ended';
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return 'missing';
    throw error;
  }
}
