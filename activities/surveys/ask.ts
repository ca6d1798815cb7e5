import { inTransaction } from '#db/pool';
import { readCustomerSettings } from '#db/subscriptions/customerSettings';
import { lockSurvey, markSent, markWithheld } from '#db/surveys/surveys';
import { businessAt } from '#domain/clock';
import { fullTitle, type SurveyOutcome, type SurveyStart } from '#domain/survey/types';
import type { Dependencies } from '../dependencies';
import { queueMessage } from '../notifications/queueMessage';

/**
 * Asks the customer, unless they opted out by now or had everything erased. Safe to run again: the survey's row, locked
 * here, leaves `scheduled` in the transaction that queues the message, and never goes back.
 */
export async function askSurvey({ db }: Dependencies, start: SurveyStart): Promise<SurveyOutcome> {
  return inTransaction(db, async (tx) => {
    const survey = await lockSurvey(tx, start.id);
    if (!survey?.customerId || !survey.definition) return 'erased';
    if (survey.state === 'withheld') return 'withheld';
    if (survey.state !== 'scheduled') return 'sent';
    const { surveysOptedOut } = await readCustomerSettings(tx, survey.customerId);
    if (surveysOptedOut) {
      await markWithheld(tx, survey.id);
      return 'withheld';
    }
    await markSent(tx, survey.id, businessAt(start.clock, Date.now()));
    // A survey is of no cycle; none has the number 0.
    const about = { subscriptionId: survey.subscriptionId, cycle: 0, customerId: survey.customerId };
    await queueMessage(tx, { ...about, shipmentId: survey.id }, `survey-${survey.surveyId}`, 'surveyRequest', {
      title: fullTitle(survey.definition),
      surveyPath: `/v1/surveys/${survey.id}`,
      optOutPath: `/v1/survey-opt-outs/${survey.optOutToken}`,
    });
    return 'sent';
  });
}
