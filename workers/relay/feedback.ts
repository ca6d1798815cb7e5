import { type Client, WorkflowExecutionAlreadyStartedError, WorkflowNotFoundError } from '@temporalio/client';
import { eraseWorkflowId, surveyWorkflowId } from '../../domain/ids';
import { type EraseCustomerInput, eraseCustomerWorkflow } from '../../workflows/eraseCustomer/messages';
import { customerKey, programKey, stateKey } from '../../workflows/searchAttributes';
import { type SurveyInput, surveyStopped, surveyWorkflow } from '../../workflows/survey/messages';

interface Starter {
  client: Client;
  taskQueue: string;
}

/** Starts a survey's workflow, once for ever: the row of the survey says whether it is still to be asked. */
export async function startSurvey({ client, taskQueue }: Starter, input: SurveyInput): Promise<void> {
  await once(
    client.workflow.start(surveyWorkflow, {
      workflowId: surveyWorkflowId(input.subscriptionId, input.surveyId),
      workflowIdReusePolicy: 'REJECT_DUPLICATE',
      taskQueue,
      args: [input],
      typedSearchAttributes: [
        { key: programKey, value: input.programId },
        { key: customerKey, value: input.customerId },
        { key: stateKey, value: 'scheduled' },
      ],
      staticSummary: `${input.surveyId}, due ${new Date(input.dueAtMs).toISOString()}`,
    }),
  );
}

export async function stopSurvey(
  client: Client,
  { subscriptionId, surveyId }: { subscriptionId: string; surveyId: string },
): Promise<void> {
  try {
    await client.workflow.getHandle(surveyWorkflowId(subscriptionId, surveyId)).signal(surveyStopped);
  } catch (error) {
    // It ended, or will start after this: either way it finds its row empty.
    if (!(error instanceof WorkflowNotFoundError)) throw error;
  }
}

export async function startErasing({ client, taskQueue }: Starter, input: EraseCustomerInput): Promise<void> {
  await once(
    client.workflow.start(eraseCustomerWorkflow, {
      workflowId: eraseWorkflowId(input.customerId, input.erasedAtMs),
      workflowIdReusePolicy: 'REJECT_DUPLICATE',
      taskQueue,
      args: [input],
      typedSearchAttributes: [{ key: customerKey, value: input.customerId }],
      staticSummary: 'the rest of an erasure',
    }),
  );
}

/** A relay that died between the start and its mark: the workflow is there, which is all that was wanted. */
async function once(start: Promise<unknown>): Promise<void> {
  try {
    await start;
  } catch (error) {
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
  }
}
