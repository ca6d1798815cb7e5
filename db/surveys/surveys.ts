import type { BusinessClock } from '#domain/clock';
import type { SurveyAnswers, SurveyDefinition } from '#domain/survey/types';
import type { Queryable } from '../pool';
import { clockOf } from '../subscriptions/testClocks';

/** Null members: erased. */
interface SurveyRow {
  id: string;
  subscriptionId: string;
  surveyId: string;
  programId: string;
  customerId: string | null;
  state: 'scheduled' | 'sent' | 'withheld' | 'answered' | 'erased';
  definition: SurveyDefinition | null;
  optOutToken: string | null;
  sentAt: Date | null;
  answeredAt: Date | null;
  answers: SurveyAnswers | null;
  /** Of a survey about one shipment: which, and what it held. */
  shipmentId: string | null;
  sku: string | null;
}

/** A survey that the customer was asked. */
export interface SurveyRead {
  id: string;
  /** Or an order's ID, as in shipments. */
  subscriptionId: string;
  isOfOrder: boolean;
  surveyId: string;
  programId: string;
  customerId: string;
  state: 'sent' | 'answered';
  definition: SurveyDefinition;
  sentAt: Date;
  answeredAt: Date | null;
  /** Of a survey about one shipment: which, and what it held. */
  shipmentId: string | null;
  sku: string | null;
  /** Of its subscription; the wall's for an order. */
  clock: BusinessClock;
}

const columns = `v.id, v.subscription_id AS "subscriptionId", v.survey_id AS "surveyId", v.program_id AS "programId",
  v.customer_id AS "customerId", v.state, v.definition, v.opt_out_token AS "optOutToken", v.sent_at AS "sentAt",
  v.answered_at AS "answeredAt", v.answers, v.shipment_id AS "shipmentId", v.sku`;

/** One that was asked; null also for one that is still to come, or never will be: nobody was told of it. */
export async function readSurvey(db: Queryable, id: string): Promise<SurveyRead | null> {
  const { rows } = await db.query<Omit<SurveyRead, 'clock'> & Parameters<typeof clockOf>[0]>(
    `SELECT ${columns}, s.id IS NULL AS "isOfOrder", c.origin_wall_at, c.origin_business_at, c.speed
     FROM surveys v
     LEFT JOIN subscriptions s ON s.id = v.subscription_id
     LEFT JOIN test_clocks c ON c.id = s.test_clock_id
     WHERE v.id = $1 AND v.state IN ('sent', 'answered')`,
    [id],
  );
  const [row] = rows;
  return row ? { ...row, clock: clockOf(row) } : null;
}

/** The survey whatever its state, locked until the transaction ends. */
export async function lockSurvey(tx: Queryable, id: string): Promise<SurveyRow | null> {
  const { rows } = await tx.query<SurveyRow>(`SELECT ${columns} FROM surveys v WHERE v.id = $1 FOR UPDATE`, [id]);
  return rows[0] ?? null;
}

/** Only called with the survey locked. */
export async function markSent(tx: Queryable, id: string, sentAtMs: number): Promise<void> {
  await tx.query(`UPDATE surveys SET state = 'sent', sent_at = $2 WHERE id = $1`, [id, new Date(sentAtMs)]);
}

/** Only called with the survey locked: its time came, and the customer had opted out. */
export async function markWithheld(tx: Queryable, id: string): Promise<void> {
  await tx.query(`UPDATE surveys SET state = 'withheld' WHERE id = $1`, [id]);
}

/** Keeps the answers, once; false when there are answers already, or all was erased meanwhile. */
export async function storeAnswers(tx: Queryable, id: string, answers: SurveyAnswers, atMs: number): Promise<boolean> {
  const { rowCount } = await tx.query(
    `UPDATE surveys SET state = 'answered', answers = $2, answered_at = $3 WHERE id = $1 AND state = 'sent'`,
    [id, JSON.stringify(answers), new Date(atMs)],
  );
  return rowCount === 1;
}

/** Whose survey's message this token was in; null: nobody's. */
export async function readOptOutCustomer(db: Queryable, token: string): Promise<string | null> {
  const { rows } = await db.query<{ customerId: string }>(
    'SELECT customer_id AS "customerId" FROM surveys WHERE opt_out_token = $1',
    [token],
  );
  return rows[0]?.customerId ?? null;
}
