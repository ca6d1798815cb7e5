import type { z } from 'zod';
import type { Return, ReturnRead } from '#db/shipments/returns';
import type { SurveyRead } from '#db/surveys/surveys';
import { fullTitle, type SurveyQuestion } from '#domain/survey/types';
import type { itemReturn, opsReturn, survey } from '#contract/feedback';
import { isoOf, isoOrNull } from '#contract/common';

const common = ({ shipmentId, programId, sku, reason, comment, createdAt }: Return) => ({
  shipmentId,
  programId,
  sku,
  reason,
  comment,
  createdAt: isoOf(createdAt),
});

export function returnResource(returned: Return, instructions: string): z.input<typeof itemReturn> {
  return { ...common(returned), instructions };
}

export function opsReturnResource(returned: ReturnRead): z.input<typeof opsReturn> {
  return { ...common(returned), customerId: returned.customerId, title: returned.title };
}

export function surveyResource(read: SurveyRead): z.input<typeof survey> {
  const { id, subscriptionId, programId, surveyId, state, definition } = read;
  return {
    id,
    subscriptionId,
    programId,
    surveyId,
    title: fullTitle(definition),
    state,
    sentAt: isoOf(read.sentAt),
    answeredAt: isoOrNull(read.answeredAt),
    questions: definition.questions.map(questionResource),
  };
}

function questionResource({ optional = false, ...question }: SurveyQuestion) {
  return question.kind === 'scale'
    ? { ...question, optional, labels: question.labels ?? null }
    : { ...question, optional };
}
