import { endpoint } from '../../../../endpoint';
import { customerRoles, ownSurvey } from '../../../../ownership';
import { surveyResource } from '../../../../resources/feedback';
import { idParams } from '../../../../schemas/common';
import { survey } from '../../../../schemas/feedback';

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
