import { endpoint } from '#api/http/endpoint';
import { customerRoles, ownSurvey } from '#api/http/ownership';
import { surveyResource } from '#api/resources/feedback';
import { idParams } from '#contract/common';
import { survey } from '#contract/feedback';

export const getSurvey = endpoint({
  method: 'get',
  path: '/v1/surveys/{id}',
  tag: 'customer',
  summary: 'A survey that the customer was asked to take',
  access: customerRoles,
  params: idParams,
  responses: { 200: { description: 'The survey', schema: survey } },
  problems: ['NotFound'],
  find: ownSurvey,
  handler: async (_context, _request, read) => ({ status: 200, body: surveyResource(read) }),
});
