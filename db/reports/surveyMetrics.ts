import type { AskedQuestion, ChoiceCount, GroupTally, TextAnswers } from '#domain/metrics/types';
import type { Queryable } from '../pool';
import { inSlice, type Slice, sliceParameters } from './metricSlices';
import { groupKey, inScope, joinCycleBefore, type MetricsScope, scopeParameters, summedUp } from './metricTallies';

/** What is asked with every box is one survey, whichever the box: `fit_3` is `fit`. The IDs in a program's file have no underscore. */
const surveyOf = (table: string): string => `split_part(${table}.survey_id, '_', 1)`;

/** Those of single orders are of no subscription. */
const ofSurveys = 'FROM surveys v LEFT JOIN subscriptions s ON s.id = v.subscription_id';

/** Surveys that were sent, and whether they were answered: by survey, told at the time of sending. */
export async function tallySurveyResponses(db: Queryable, scope: MetricsScope, slice: Slice): Promise<GroupTally[]> {
  const { rows } = await db.query<GroupTally>(
    `WITH facts AS (
       SELECT ${surveyOf('v')} AS metric, v.program_id, v.customer_id, (v.state = 'answered')::integer AS value,
         ${groupKey(scope.grouping, 'v.sent_at')} AS key
       ${ofSurveys} ${joinCycleBefore(scope.grouping, 'v.sent_at')}
       WHERE v.state IN ('sent', 'answered') AND v.sent_at IS NOT NULL AND ${inScope('v.sent_at', 'v')}
         AND ${inSlice('v.customer_id')}
     ), ${summedUp}`,
    [...scopeParameters(scope), ...sliceParameters(slice)],
  );
  return rows;
}

/** Answers on scales: `metric` is survey and question, `nps/recommend`. */
export async function tallyScales(db: Queryable, scope: MetricsScope, slice: Slice): Promise<GroupTally[]> {
  const { rows } = await db.query<GroupTally>(
    `WITH ${answers(scope, inSlice('v.customer_id'))}, facts AS (
       SELECT survey_id || '/' || question_id AS metric, program_id, key, customer_id, (answer #>> '{}')::integer AS value
       FROM answers WHERE kind = 'scale' AND jsonb_typeof(answer) = 'number'
     ), ${summedUp}`,
    [...scopeParameters(scope), ...sliceParameters(slice)],
  );
  return rows;
}

export async function countChoices(db: Queryable, scope: MetricsScope): Promise<ChoiceCount[]> {
  const { rows } = await db.query<ChoiceCount>(
    `WITH ${answers(scope)}
     SELECT program_id AS "programId", key, survey_id AS "surveyId", question_id AS "questionId",
       answer #>> '{}' AS "optionId", count(*)::integer AS count
     FROM answers WHERE kind = 'choice' AND key IS NOT NULL GROUP BY 1, 2, 3, 4, 5`,
    scopeParameters(scope),
  );
  return rows;
}

/** Of each group this many texts are shown: the whole of it is what exports are for. */
const shownTexts = 5;

export async function readTexts(db: Queryable, scope: MetricsScope): Promise<TextAnswers[]> {
  const { rows } = await db.query<Omit<TextAnswers, 'newest'> & { newest: { text: string; answeredAt: string }[] }>(
    `WITH ${answers(scope)}, placed AS (
       SELECT *, row_number() OVER (PARTITION BY program_id, key, survey_id, question_id ORDER BY answered_at DESC, id) AS place
       FROM answers WHERE kind = 'text' AND key IS NOT NULL
     )
     SELECT program_id AS "programId", key, survey_id AS "surveyId", question_id AS "questionId", count(*)::integer AS count,
       jsonb_agg(jsonb_build_object('text', answer #>> '{}', 'answeredAt', answered_at) ORDER BY place)
         FILTER (WHERE place <= ${shownTexts}) AS newest
     FROM placed GROUP BY 1, 2, 3, 4`,
    scopeParameters(scope),
  );
  return rows.map((row) => ({
    ...row,
    newest: row.newest.map(({ text, answeredAt }) => ({ text, answeredAt: new Date(answeredAt) })),
  }));
}

/** The questions of every survey that was sent in the span, each as it was asked last. */
export async function readAskedQuestions(db: Queryable, scope: MetricsScope): Promise<AskedQuestion[]> {
  const { rows } = await db.query<AskedQuestion>(
    `WITH newest AS (
       SELECT DISTINCT ON (v.program_id, ${surveyOf('v')}) v.program_id, ${surveyOf('v')} AS survey_id, v.definition
       FROM surveys v
       WHERE v.definition IS NOT NULL AND v.sent_at IS NOT NULL AND ${inScope('v.sent_at', 'v')}
       ORDER BY v.program_id, ${surveyOf('v')}, v.sent_at DESC
     )
     SELECT program_id AS "programId", survey_id AS "surveyId", definition ->> 'title' AS title, q.question
     FROM newest CROSS JOIN LATERAL jsonb_array_elements(definition -> 'questions') WITH ORDINALITY AS q (question, position)
     ORDER BY 1, 2, q.position`,
    scopeParameters(scope),
  );
  return rows;
}

/** A row for every answer to every question, told at the time of sending, like the survey's response. `condition`: on surveys `v`. */
function answers({ grouping }: MetricsScope, condition = 'true'): string {
  return `answers AS (
    SELECT v.id, v.program_id, v.customer_id, ${groupKey(grouping, 'v.sent_at')} AS key, ${surveyOf('v')} AS survey_id, v.answered_at,
      q.question ->> 'id' AS question_id, q.question ->> 'kind' AS kind, v.answers -> (q.question ->> 'id') AS answer
    ${ofSurveys} ${joinCycleBefore(grouping, 'v.sent_at')}
      CROSS JOIN LATERAL jsonb_array_elements(v.definition -> 'questions') AS q (question)
    WHERE v.state = 'answered' AND v.sent_at IS NOT NULL AND v.answers ? (q.question ->> 'id') AND ${inScope('v.sent_at', 'v')}
      AND ${condition}
  )`;
}
