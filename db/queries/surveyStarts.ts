import type { BusinessClock } from '../../domain/clock';
import { surveyIdOf } from '../../domain/ids';
import { type DueSurvey, type SurveyFact, surveysDue } from '../../domain/survey/due';
import type { SurveyDefinition, SurveyRule, SurveyStart } from '../../domain/survey/types';
import type { Queryable } from '../pool';
import { putInOutbox } from './outbox';

export interface SurveyedSubscription {
  subscriptionId: string;
  customerId: string;
  programId: string;
  clock: BusinessClock;
}

/**
 * Starts the surveys that a fact leads to, in the transaction that records it. Safe to run again, with or without what
 * became of it since: the row of (subscription, survey) is there, and stays.
 */
export async function startDueSurveys(tx: Queryable, of: SurveyedSubscription, fact: SurveyFact): Promise<void> {
  const rules = await readSurveyRules(tx, of.programId);
  for (const due of surveysDue(rules, fact)) await startSurvey(tx, of, due);
}

/** The same for a box that arrived. A single order is no box of a subscription, and is passed over. */
export async function startSurveysAfterBox(
  tx: Queryable,
  of: SurveyedSubscription,
  deliveredAtMs: number,
): Promise<void> {
  const rules = await readSurveyRules(tx, of.programId);
  if (!rules.some(({ when }) => 'afterBox' in when)) return;
  // Two boxes that arrive at once must not both be the second: the third would never come.
  const { rowCount } = await tx.query('SELECT FROM subscriptions WHERE id = $1 FOR NO KEY UPDATE', [of.subscriptionId]);
  if (rowCount === 0) return;
  const boxes = await countDelivered(tx, of.subscriptionId);
  const fact: SurveyFact = { kind: 'boxDelivered', boxes, atMs: deliveredAtMs };
  for (const due of surveysDue(rules, fact)) await startSurvey(tx, of, due);
}

async function readSurveyRules(db: Queryable, programId: string): Promise<SurveyRule[]> {
  const { rows } = await db.query<{ surveys: SurveyRule[] | null }>(
    `SELECT config -> 'surveys' AS surveys FROM programs WHERE id = $1`,
    [programId],
  );
  return rows[0]?.surveys ?? [];
}

async function countDelivered(db: Queryable, subscriptionId: string): Promise<number> {
  const { rows } = await db.query<{ boxes: number }>(
    'SELECT count(*) AS boxes FROM shipments WHERE subscription_id = $1 AND delivered_at IS NOT NULL',
    [subscriptionId],
  );
  return rows[0]?.boxes ?? 0;
}

async function startSurvey(tx: Queryable, of: SurveyedSubscription, { rule, dueAtMs }: DueSurvey): Promise<void> {
  const { subscriptionId, customerId, programId, clock } = of;
  const { id: surveyId, title, questions } = rule;
  const id = surveyIdOf(subscriptionId, surveyId);
  const definition: SurveyDefinition = { title, questions };
  const { rowCount } = await tx.query(
    `INSERT INTO surveys (id, subscription_id, survey_id, program_id, customer_id, state, definition, due_at)
     VALUES ($1, $2, $3, $4, $5, 'scheduled', $6, $7) ON CONFLICT DO NOTHING`,
    [id, subscriptionId, surveyId, programId, customerId, JSON.stringify(definition), new Date(dueAtMs)],
  );
  if (rowCount === 0) return;
  const start: SurveyStart = { id, subscriptionId, surveyId, programId, customerId, dueAtMs, clock };
  await putInOutbox(tx, 'startSurvey', start);
}
