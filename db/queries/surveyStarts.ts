import type { BusinessClock } from '../../domain/clock';
import { fitSurveyId, surveyIdOf } from '../../domain/ids';
import { fitSurvey } from '../../domain/sizing/survey';
import { type DueSurvey, type SurveyFact, surveysDue } from '../../domain/survey/due';
import type { SurveyDefinition, SurveyRule, SurveyStart } from '../../domain/survey/types';
import type { Queryable } from '../pool';
import { readFitSubject } from './fitSurveys';
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
  for (const due of surveysDue(rules, fact)) await startSurvey(tx, of, ofRule(due));
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
  for (const due of surveysDue(rules, fact)) await startSurvey(tx, of, ofRule(due));
}

/** The same for what a box held: asks whether it fits, where the program wants to know, once per box. */
export async function startFitSurvey(
  tx: Queryable,
  of: SurveyedSubscription & { shipmentId: string; cycle: number },
  deliveredAtMs: number,
): Promise<void> {
  const subject = await readFitSubject(tx, of.programId, of.shipmentId);
  if (!subject) return;
  // A single order is no box of a subscription, as above.
  const { rowCount } = await tx.query('SELECT FROM subscriptions WHERE id = $1', [of.subscriptionId]);
  if (rowCount === 0) return;
  const dueAtMs = deliveredAtMs + subject.delayHours * hourMs;
  const { shipmentId, cycle } = of;
  const about = { shipmentId, sku: subject.sku };
  await startSurvey(tx, of, { surveyId: fitSurveyId(cycle), definition: fitSurvey(subject), dueAtMs }, about);
}

const hourMs = 3_600_000;

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

const ofRule = ({ rule: { id, title, questions }, dueAtMs }: DueSurvey) => {
  return { surveyId: id, definition: { title, questions }, dueAtMs };
};

/** What a survey is asked about, if it is about one box. */
interface AboutBox {
  shipmentId: string;
  sku: string;
}

async function startSurvey(
  tx: Queryable,
  of: SurveyedSubscription,
  { surveyId, definition, dueAtMs }: { surveyId: string; definition: SurveyDefinition; dueAtMs: number },
  about?: AboutBox,
): Promise<void> {
  const { subscriptionId, customerId, programId, clock } = of;
  const id = surveyIdOf(subscriptionId, surveyId);
  const { rowCount } = await tx.query(
    `INSERT INTO surveys (id, subscription_id, survey_id, program_id, customer_id, state, definition, due_at,
       shipment_id, sku)
     VALUES ($1, $2, $3, $4, $5, 'scheduled', $6, $7, $8, $9) ON CONFLICT DO NOTHING`,
    [
      id,
      subscriptionId,
      surveyId,
      programId,
      customerId,
      JSON.stringify(definition),
      new Date(dueAtMs),
      about?.shipmentId ?? null,
      about?.sku ?? null,
    ],
  );
  if (rowCount === 0) return;
  const start: SurveyStart = { id, subscriptionId, surveyId, programId, customerId, dueAtMs, clock };
  await putInOutbox(tx, 'startSurvey', start);
}
