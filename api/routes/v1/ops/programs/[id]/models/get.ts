import { endpoint } from '#api/http/endpoint';
import { programModelsResource } from '#api/resources/models';
import { requireProgramOfPath } from '#usecases/subscriptions/programRules';
import { idParams } from '#contract/common';
import { programModels } from '#contract/model';

export const listModelsEndpoint = endpoint({
  method: 'get',
  path: '/v1/ops/programs/{id}/models',
  tag: 'operator',
  summary: 'The models of a program, of picks and of sizes, what their refreshes came to, and who published which',
  access: ['operator'],
  params: idParams,
  responses: { 200: { description: 'The latest of each', schema: programModels } },
  problems: ['NotFound'],
  find: ({ db }, { params }) => requireProgramOfPath(db, params.id),
  handler: async ({ db }, _request, { id }) => ({ status: 200, body: await programModelsResource(db, id) }),
});
