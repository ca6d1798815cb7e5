import type { Client } from '@temporalio/client';
import { eraseWorkflowId, surveyWorkflowId } from '#domain/ids';
import { type EraseCustomerInput, eraseCustomerWorkflow } from '#workflows/eraseCustomer/messages';
import { customerKey } from '#workflows/searchAttributes';
import { type SurveyInput, surveyStopped, surveyWorkflow } from '#workflows/survey/messages';
import { attributesOf, signalIfRunning, type Starter, startOnce } from './toWorkflows';

/** The row of the survey says whether it is still to be asked. */
export const startSurvey = (to: Starter, input: SurveyInput): Promise<void> =>
  startOnce(to, {
    workflowType: surveyWorkflow,
    workflowId: surveyWorkflowId(input.subscriptionId, input.surveyId),
    input,
    attributes: attributesOf(input, 'scheduled'),
    summary: `${input.surveyId}, due ${new Date(input.dueAtMs).toISOString()}`,
  });

/** One that ended, or will start after this, finds its row empty. */
export const stopSurvey = (
  client: Client,
  { subscriptionId, surveyId }: Pick<SurveyInput, 'subscriptionId' | 'surveyId'>,
): Promise<void> => signalIfRunning(client, surveyWorkflowId(subscriptionId, surveyId), surveyStopped);

export const startErasing = (to: Starter, input: EraseCustomerInput): Promise<void> =>
  startOnce(to, {
    workflowType: eraseCustomerWorkflow,
    workflowId: eraseWorkflowId(input.customerId, input.erasedAtMs),
    input,
    attributes: [{ key: customerKey, value: input.customerId }],
    summary: 'the rest of an erasure',
  });
