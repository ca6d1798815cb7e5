import { recordEvents } from '#db/events/events';
import { forgetRankings } from '#db/privacy/forgetting';
import { storeAnswers, type SurveyRead } from '#db/surveys/surveys';
import { businessAt } from '#domain/clock';
import { fitEvent, surveyAnswerEvent } from '#domain/events/feedback';
import type { NewEvent } from '#domain/events/types';
import { fitAnswer } from '#domain/sizing/survey';
import { countable, faultsOf } from '#domain/survey/answers';
import type { SurveyAnswers } from '#domain/survey/types';
import type { UseCaseContext } from '../context';
import { Refusal } from '../refusal';

/** Stores the answers and their event in the transaction of `context.db`. @throws Refusal */
export async function answerSurvey(
  { db, now }: UseCaseContext,
  survey: SurveyRead,
  answers: SurveyAnswers,
): Promise<SurveyRead> {
  const { questions } = survey.definition;
  if (survey.state === 'answered') throw answeredBefore();
  const faults = faultsOf(questions, answers);
  if (faults.length > 0) {
    const errors = faults.map(({ questionId, rule, message }) => {
      return { in: 'body' as const, field: `answers.${questionId}`, rule, message };
    });
    throw new Refusal('InvalidRequest', `${errors[0]?.field}: ${errors[0]?.message}`, { errors });
  }
  const atMs = businessAt(survey.clock, now());
  if (!(await storeAnswers(db, survey.id, answers, atMs))) throw answeredBefore();
  await recordEvents(db, eventsOf(survey, answers, atMs));
  // How something fits counts in the very next pick.
  if (survey.shipmentId !== null) await forgetRankings(db, survey.customerId);
  return { ...survey, state: 'answered', answeredAt: new Date(atMs) };
}

function eventsOf(survey: SurveyRead, answers: SurveyAnswers, atMs: number): NewEvent[] {
  const { shipmentId, sku } = survey;
  const of = { ...survey, subscriptionId: survey.isOfOrder ? null : survey.subscriptionId };
  const answered = surveyAnswerEvent(of, countable(survey.definition.questions, answers), atMs);
  const fit = fitAnswer(answers);
  if (shipmentId === null || sku === null || !fit) return [answered];
  return [answered, fitEvent({ ...of, shipmentId, sku }, fit, atMs)];
}

const answeredBefore = (): Refusal => new Refusal('AlreadyAnswered', 'the survey can be answered once');
