import { condition, setHandler } from '@temporalio/workflow';
import { wallDelayUntil } from '#domain/clock';
import { inTurns } from '../turns';
import { surveyStopped, type SurveyInput, type SurveyResult } from './messages';

/**
 * One survey of one subscription: waits until its time, then asks, if it may still be asked. Nobody waits for the
 * answer here: it is decided by the survey's row.
 *
 * Why it is safe to run again: the row of (subscription, survey) says whether the customer was asked, and is changed in
 * the transaction that queues the message.
 */
export async function survey(input: SurveyInput): Promise<SurveyResult> {
  let stopped = false;
  setHandler(surveyStopped, () => {
    stopped = true;
  });
  const delayMs = wallDelayUntil(input.clock, input.dueAtMs, Date.now());
  if (await condition(() => stopped, delayMs, { summary: `survey ${input.surveyId}` })) return 'erased';
  return inTurns().askSurvey(`ask ${input.surveyId}`, () => [input]);
}
