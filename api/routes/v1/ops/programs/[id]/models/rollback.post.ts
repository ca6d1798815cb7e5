import { z } from 'zod';
import { readFitModelRecord } from '#db/sizing/fitModels';
import { lockModels, readModel, readPublishedVersion } from '#db/selection/models';
import { publishModel, readPreviousVersion } from '#db/selection/modelPublishing';
import { modelKinds } from '#domain/selection/lifecycle';
import { endpoint } from '#api/http/endpoint';
import { fieldProblem, Problem } from '#api/http/problems';
import { requireProgramOfPath } from '#usecases/subscriptions/programRules';
import { programModelsResource } from '#api/resources/models';
import { idParams, line } from '#contract/common';
import { programModels } from '#contract/model';

/** One transaction: the change, its audit and the message that makes every process notice commit together. */
export const rollBackModel = endpoint({
  method: 'post',
  path: '/v1/ops/programs/{id}/models/rollback',
  tag: 'operator',
  summary: 'Put an earlier model in charge again',
  access: ['operator'],
  params: idParams,
  body: z.strictObject({
    kind: z.enum(modelKinds).default('selection').describe('What the model is of: the pick, or the size that fits'),
    toVersion: z.int().min(1).max(1_000_000).optional().describe('Left out: the one that was in charge before'),
    reason: line(200),
  }),
  responses: { 200: { description: 'It is in charge', schema: programModels } },
  problems: ['NotFound', 'NoEarlierModel'],
  idempotent: true,
  transaction: true,
  find: ({ db }, { params }) => requireProgramOfPath(db, params.id),
  handler: async ({ db }, { body, caller }, { id: programId }) => {
    await lockModels(db, programId);
    const { kind, reason } = body;
    const running = await readPublishedVersion(db, programId, kind);
    const version = body.toVersion ?? (await readPreviousVersion(db, programId, kind));
    if (version === null)
      throw new Problem('NoEarlierModel', 'no model was in charge before this one, or it is pruned');
    const model = await (kind === 'fit' ? readFitModelRecord : readModel)(db, programId, version);
    if (!model || model.bytes === null || model.publishedAt === null) {
      const message = 'must be a version that was in charge before and is not pruned';
      throw fieldProblem({ in: 'body', field: 'toVersion', rule: 'exists', message });
    }
    if (version !== running) {
      const actor = `operator ${caller.subject}`;
      await publishModel(db, { kind, programId, version, previousVersion: running, actor, reason });
    }
    return { status: 200, body: await programModelsResource(db, programId) };
  },
});
