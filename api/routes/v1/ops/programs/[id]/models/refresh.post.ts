import { WorkflowExecutionAlreadyStartedError } from '@temporalio/client';
import { z } from 'zod';
import { modelRefreshWorkflowId } from '#domain/ids';
import { modelRefreshWorkflow, type ModelRefreshInput } from '#workflows/modelRefresh/messages';
import { programKey } from '#workflows/searchAttributes';
import { endpoint } from '#api/http/endpoint';
import { stagedId } from '#usecases/newIds';
import { requireProgramOfPath } from '#usecases/subscriptions/programRules';
import { idParams } from '#contract/common';

/** Started beside the Schedule's own runs, whose next firing stays where it is. A retry is the same refresh. */
export const refreshModel = endpoint({
  method: 'post',
  path: '/v1/ops/programs/{id}/models/refresh',
  tag: 'operator',
  summary: 'Train a selection model now; what it comes to is among the refreshes',
  access: ['operator'],
  params: idParams,
  responses: { 202: { description: 'It is under way', schema: z.strictObject({ refreshId: z.string() }) } },
  problems: ['NotFound', 'Unavailable'],
  idempotent: true,
  find: ({ db }, { params }) => requireProgramOfPath(db, params.id),
  handler: async ({ temporal, taskQueue, requireWorker, attempt }, { updateId }, { id: programId }) => {
    await requireWorker();
    const refreshId = modelRefreshWorkflowId(programId, stagedId('ref', updateId));
    const input: ModelRefreshInput = { programId };
    attempt.mayTakePlace();
    await temporal.workflow
      .start(modelRefreshWorkflow, {
        workflowId: refreshId,
        taskQueue,
        args: [input],
        workflowIdReusePolicy: 'REJECT_DUPLICATE',
        typedSearchAttributes: [{ key: programKey, value: programId }],
        staticSummary: `refreshes the selection model of ${programId}, as asked`,
      })
      .catch((error: unknown) => {
        if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
      });
    return { status: 202, body: { refreshId } };
  },
});
