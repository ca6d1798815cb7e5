import type { BusinessClock } from '#domain/clock';
import { fitSurveyId, surveyIdOf } from '#domain/ids';
import { fitSurvey } from '#domain/sizing/survey';
import { type DueSurvey, type SurveyFact, surveysDue } from '#domain/survey/due';
import type { SurveyDefinition, SurveyRule, SurveyStart } from '#domain/survey/types';
import type { Queryable } from '../pool';
import { readFitSubject } from '../sizing/fitSurveys';
import { lockArrived } from '../shipments/arrivals';
import { putInOutbox } from '../outbox/outbox';
import { hourMs } from '#domain/time';

/** Whose survey it is. */
export interface Surveyed {
  /** Or an order's ID, as in shipments. */
  subscriptionId: string;
  customerId: string;
  programId: string;
  clock: BusinessClock;
}

/**
 * Starts the surveys that a fact leads to, in the transaction that records it. Safe to run again, with or without what
 * became of it since: the row of (subscription, survey) is there, and stays.
 */
export async function startDueSurveys(tx: Queryable, of: Surveyed, fact: SurveyFact): Promise<void> {
  const rules = await readSurveyRules(tx, of.programId);
  for (const due of surveysDue(rules, fact)) await startSurvey(tx, of, ofRule(due));
}

/**
 * The same for a shipment that arrived: a box of a subscription, or a single order. All single orders of a customer in a
 * program are one thing to ask about, as the boxes of a subscription are: the surveys stand with the first of them.
 */
export async function startSurveysAfterDelivery(tx: Queryable, of: Surveyed, deliveredAtMs: number): Promise<void> {
  const rules = await readSurveyRules(tx, of.programId);
  if (!rules.some(({ when }) => 'afterBox' in when || 'afterOrder' in when)) return;
  const { subscriptionId, ...arrived } = await lockArrived(tx, of);
  for (const due of surveysDue(rules, { ...arrived, atMs: deliveredAtMs })) {
    await startSurvey(tx, { ...of, subscriptionId }, ofRule(due));
  }
}

/** The same for what a shipment held: asks whether it fits, where the program wants to know, once per shipment. */
export async function startFitSurvey(
  tx: Queryable,
  of: Surveyed & { shipmentId: string; cycle: number },
  deliveredAtMs: number,
): Promise<void> {
  const subject = await readFitSubject(tx, of.programId, of.shipmentId);
  if (!subject) return;
  const dueAtMs = deliveredAtMs + subject.delayHours * hourMs;
  const { shipmentId, cycle } = of;
  const about = { shipmentId, sku: subject.sku };
  await startSurvey(tx, of, { surveyId: fitSurveyId(cycle), definition: fitSurvey(subject), dueAtMs }, about);
}

async function readSurveyRules(db: Queryable, programId: string): Promise<SurveyRule[]> {
  const { rows } = await db.query<{ surveys: SurveyRule[] | null }>(
    `SELECT config -> 'surveys' AS surveys FROM programs WHERE id = $1`,
    [programId],
  );
  return rows[0]?.surveys ?? [];
}

const ofRule = ({ rule: { id, title, questions }, dueAtMs }: DueSurvey) => {
  return { surveyId: id, definition: { title, questions }, dueAtMs };
};

/** What a survey is asked about, if it is about one shipment. */
interface AboutShipment {
  shipmentId: string;
  sku: string;
}

async function startSurvey(
  tx: Queryable,
  of: Surveyed,
  { surveyId, definition, dueAtMs }: { surveyId: string; definition: SurveyDefinition; dueAtMs: number },
  about?: AboutShipment,
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
