import { z } from 'zod';
import { endpoint } from '#api/http/endpoint';
import { ownSurvey } from '#api/http/ownership';
import { surveyResource } from '#api/resources/feedback';
import { idParams } from '#contract/common';
import { survey, surveyAnswers } from '#contract/feedback';
import { answerSurvey } from '#usecases/surveys/answer';

/** Nobody answers for somebody else. */
export const postAnswers = endpoint({
  method: 'post',
  path: '/v1/surveys/{id}/answers',
  tag: 'customer',
  summary: 'Answer a survey, once',
  access: ['customer'],
  params: idParams,
  body: z.strictObject({ answers: surveyAnswers }),
  responses: { 201: { description: 'Answered', schema: survey } },
  problems: ['NotFound', 'AlreadyAnswered'],
  idempotent: true,
  transaction: true,
  find: ownSurvey,
  handler: async (context, { body }, read) => {
    return { status: 201, body: surveyResource(await answerSurvey(context, read, body.answers)) };
  },
});
