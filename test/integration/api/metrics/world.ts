import type { Database } from '#db/pool';
import type { SurveyDefinition } from '#domain/survey/types';

/** Columns of a row that a test is about; the rest is filled in. */
export interface SubscriptionRow {
  id: string;
  customerId: string;
  programId: string;
  planId: string;
  cohort: string;
  status: 'active' | 'paused' | 'cancelled';
  anchorAt: Date;
  endedAt: Date | null;
  reason: string | null;
  nextOpenAt: Date;
}

export interface CycleRow {
  subscriptionId: string;
  number: number;
  status: 'open' | 'shipped' | 'skipped' | 'paused' | 'unfilled' | 'cancelled';
  swapped: boolean;
  openedAt: Date;
  cutoffAt: Date;
  modelVersion: number | null;
  arms: Record<string, string> | null;
  delivered: boolean;
  stars: number | null;
  returned: boolean;
}

export interface StarsRow {
  subscriptionId: string;
  stars: number;
  at: Date;
}

export interface SurveyRow {
  subscriptionId: string;
  sentAt: Date;
  answers: Record<string, number | string> | null;
}

/** What is in the database, as the test knows it. */
export interface MetricsWorld {
  subscriptions: SubscriptionRow[];
  cycles: CycleRow[];
  stars: StarsRow[];
  surveys: SurveyRow[];
}

const definition: SurveyDefinition = {
  title: 'How was it',
  questions: [
    { id: 'recommend', title: 'Would you recommend us', kind: 'scale', min: 0, max: 10 },
    {
      id: 'best',
      title: 'What was best',
      kind: 'choice',
      options: ['toy', 'box', 'nothing'].map((id) => ({ id, title: `The ${id}` })),
    },
    { id: 'wish', title: 'What do you wish', kind: 'text', optional: true },
  ],
};
export const surveyId = 'third-box';

/** Writes all rows, a table at a time: what the projections would have written, only more of it. */
export async function storeWorld(db: Database, { subscriptions, cycles, stars, surveys }: MetricsWorld): Promise<void> {
  const owner = new Map(subscriptions.map((subscription) => [subscription.id, subscription]));
  const shipped = cycles
    .filter(({ status }) => status === 'shipped')
    .map((cycle) => ({ ...cycle, ...ofSubscription(owner.get(cycle.subscriptionId)) }));
  await insertRows(db, SUBSCRIPTIONS, subscriptions);
  await insertRows(db, CYCLES, cycles);
  await insertRows(db, SHIPMENTS, shipped);
  await insertRows(
    db,
    RATINGS,
    shipped.filter((each) => each.stars !== null),
  );
  await insertRows(
    db,
    RETURNS,
    shipped.filter(({ returned }) => returned),
  );
  await insertRows(
    db,
    STARS,
    stars.map((each) => ({ ...each, ...ofSubscription(owner.get(each.subscriptionId)) })),
  );
  const asked = surveys.map((each) => ({ ...each, ...ofSubscription(owner.get(each.subscriptionId)), definition }));
  await insertRows(db, SURVEYS, asked);
}

function ofSubscription(subscription: SubscriptionRow | undefined): { customerId: string; programId: string } {
  if (!subscription) throw new Error('a row of no subscription');
  return { customerId: subscription.customerId, programId: subscription.programId };
}

/** `statement` reads the rows as `r`, one jsonb object each. */
async function insertRows(db: Database, statement: string, rows: object[]): Promise<void> {
  if (rows.length > 0) await db.query(statement, [JSON.stringify(rows)]);
}

const rowsOf = 'FROM jsonb_array_elements($1::jsonb) AS r';

const SUBSCRIPTIONS = `INSERT INTO subscriptions (id, customer_id, program_id, plan_id, cohort, status, zone, anchor_at,
    email, address_id, payment_method_id, preferences, next_open_at, next_open_wall_at, cancel_reason, ended_at)
  SELECT r->>'id', r->>'customerId', r->>'programId', r->>'planId', r->>'cohort', r->>'status', 'Europe/London',
    (r->>'anchorAt')::timestamptz, 'person@example.com', 'addr_x', 'pm_x', '{}', (r->>'nextOpenAt')::timestamptz,
    (r->>'nextOpenAt')::timestamptz, r->>'reason', (r->>'endedAt')::timestamptz ${rowsOf}`;
const CYCLES = `INSERT INTO cycles (subscription_id, number, status, sku, chosen_by, offered, skipped, charge_cents, opened_at,
    cutoff_at, ship_at, revision, model_version, experiment_arms)
  SELECT r->>'subscriptionId', (r->>'number')::integer, r->>'status', 'toy-01',
    CASE WHEN (r->>'swapped')::boolean THEN 'customer' ELSE 'everbox' END, '[]', r->>'status' = 'skipped', 1999,
    (r->>'openedAt')::timestamptz, (r->>'cutoffAt')::timestamptz, (r->>'cutoffAt')::timestamptz, 1,
    (r->>'modelVersion')::integer, nullif(r->'arms', 'null') ${rowsOf}`;
const shipmentId = `(r->>'subscriptionId') || '-' || (r->>'number')`;
const SHIPMENTS = `INSERT INTO shipments (id, subscription_id, cycle, customer_id, program_id, phase, sku, charge_cents,
    address_id, delivered_at, revision)
  SELECT ${shipmentId}, r->>'subscriptionId', (r->>'number')::integer, r->>'customerId', r->>'programId', 'inTransit',
    'toy-01', 1999, 'addr_x', CASE WHEN (r->>'delivered')::boolean THEN (r->>'cutoffAt')::timestamptz END, 1 ${rowsOf}`;
const RATINGS = `INSERT INTO ratings (shipment_id, customer_id, program_id, sku, stars)
  SELECT ${shipmentId}, r->>'customerId', r->>'programId', 'toy-01', (r->>'stars')::integer ${rowsOf}`;
const RETURNS = `INSERT INTO returns (shipment_id, customer_id, program_id, sku, reason)
  SELECT ${shipmentId}, r->>'customerId', r->>'programId', 'toy-01', 'damaged' ${rowsOf}`;
const STARS = `INSERT INTO subscription_ratings (subscription_id, customer_id, program_id, stars, created_at)
  SELECT r->>'subscriptionId', r->>'customerId', r->>'programId', (r->>'stars')::integer, (r->>'at')::timestamptz ${rowsOf}`;
const SURVEYS = `INSERT INTO surveys (id, subscription_id, survey_id, program_id, customer_id, state, definition, due_at, sent_at,
    answered_at, answers)
  SELECT (r->>'subscriptionId') || '-survey', r->>'subscriptionId', '${surveyId}', r->>'programId', r->>'customerId',
    CASE WHEN r->'answers' = 'null' THEN 'sent' ELSE 'answered' END, r->'definition', (r->>'sentAt')::timestamptz,
    (r->>'sentAt')::timestamptz, CASE WHEN r->'answers' <> 'null' THEN (r->>'sentAt')::timestamptz END,
    nullif(r->'answers', 'null') ${rowsOf}`;
