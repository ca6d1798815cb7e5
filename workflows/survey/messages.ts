import { defineSignal } from '@temporalio/workflow';
import type { SurveyOutcome, SurveyStart } from '#domain/survey/types';

export const surveyWorkflow = 'survey';

/** Started by the relay, once per (subscription, survey). */
export type SurveyInput = SurveyStart;

export type SurveyResult = SurveyOutcome;

/** All that is known of the customer was erased: do not wait for the survey's time. */
export const surveyStopped = defineSignal('surveyStopped');
