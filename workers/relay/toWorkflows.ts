import { type Client, WorkflowExecutionAlreadyStartedError, WorkflowNotFoundError } from '@temporalio/client';
import type { SearchAttributePair, SignalDefinition } from '@temporalio/common';
import type { Database } from '#db/pool';
import { noteFinding } from '#db/recovery/recoveryFindings';
import { customerKey, programKey, stateKey } from '#workflows/searchAttributes';

/** What it takes to start workflows. */
export interface Starter {
  client: Client;
  taskQueue: string;
}

interface OnceStarted {
  workflowType: string;
  workflowId: string;
  input: unknown;
  attributes: SearchAttributePair[];
  summary: string;
}

/**
 * Starts a workflow, once for ever. A relay that died between the start and its mark comes back: the workflow is there,
 * which is all that was wanted.
 */
export async function startOnce(
  { client, taskQueue }: Starter,
  { workflowType, workflowId, input, attributes, summary }: OnceStarted,
): Promise<void> {
  try {
    await client.workflow.start(workflowType, {
      workflowId,
      workflowIdReusePolicy: 'REJECT_DUPLICATE',
      taskQueue,
      args: [input],
      typedSearchAttributes: attributes,
      staticSummary: summary,
    });
  } catch (error) {
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
  }
}

/** Whose workflow it is, of what program, and where it stands at first. */
export const attributesOf = (
  { programId, customerId }: { programId: string; customerId: string },
  state: string,
): SearchAttributePair[] => [
  { key: programKey, value: programId },
  { key: customerKey, value: customerId },
  { key: stateKey, value: state },
];

/**
 * Signals a workflow that must be there while `isAlive` says so of its row. Without it the message is kept, and ops are
 * told: `everbox recover` starts the workflow anew, and the message reaches it then.
 */
export async function signalWhileAlive<Args extends unknown[]>(
  { client, db }: { client: Client; db: Database },
  { workflowId, isAlive }: { workflowId: string; isAlive: () => Promise<boolean> },
  signal: SignalDefinition<Args>,
  ...args: Args
): Promise<void> {
  try {
    await client.workflow.getHandle(workflowId).signal(signal, ...args);
  } catch (error) {
    if (!(error instanceof WorkflowNotFoundError)) throw error;
    if (!(await isAlive())) return;
    await noteFinding(db, { workflowId, kind: 'workflowMissing', customerId: null });
    throw new Error(`the workflow ${workflowId} is missing: everbox recover starts it anew`, { cause: error });
  }
}

/** Signals a workflow, unless it has ended. */
export async function signalIfRunning<Args extends unknown[]>(
  client: Client,
  workflowId: string,
  signal: SignalDefinition<Args>,
  ...args: Args
): Promise<void> {
  try {
    await client.workflow.getHandle(workflowId).signal(signal, ...args);
  } catch (error) {
    if (!(error instanceof WorkflowNotFoundError)) throw error;
  }
}
