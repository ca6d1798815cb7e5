import type { z } from 'zod';
import type { GroupMetrics, QuestionMetrics, SurveyMetrics } from '#domain/metrics/types';
import { isoOf } from '#contract/common';
import type { groupMetrics } from '#contract/metrics';

type Group = z.input<typeof groupMetrics>;
type Survey = Group['surveys'][number];

export function groupResource({ key, surveys, ...metrics }: GroupMetrics): Group {
  return { ...metrics, key: key === '' ? null : key, surveys: surveys.map(surveyResource) };
}

function surveyResource({ questions, ...survey }: SurveyMetrics): Survey {
  return { ...survey, questions: questions.map(questionResource) };
}

function questionResource(question: QuestionMetrics): Survey['questions'][number] {
  if (question.kind !== 'text') return question;
  return {
    ...question,
    newest: question.newest.map(({ text, answeredAt }) => ({ text, answeredAt: isoOf(answeredAt) })),
  };
}
