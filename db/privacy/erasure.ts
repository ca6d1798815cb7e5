import type { Queryable } from '../pool';
import { forgetKeptWords } from './keptWords';

/** A survey whose workflow still waits for its time. */
export interface WaitingSurvey {
  subscriptionId: string;
  surveyId: string;
}

/**
 * Marks a customer as erased, now, and turns learning off: from here on nothing more is kept. Returns the moment, wall
 * ms. An erasure before it is outdone, since this one takes in all that came after.
 */
export async function markErased(tx: Queryable, customerId: string): Promise<number> {
  const { rows } = await tx.query<{ erasedAt: Date }>(
    `INSERT INTO erasures (customer_id, erased_at) VALUES ($1, clock_timestamp())
     ON CONFLICT (customer_id) DO UPDATE SET erased_at = greatest(erasures.erased_at, excluded.erased_at), swept_at = NULL
     RETURNING erased_at AS "erasedAt"`,
    [customerId],
  );
  if (!rows[0]) throw new Error('INSERT ... RETURNING gave no row');
  return rows[0].erasedAt.getTime();
}

/** All of it was found and deleted up to this moment, which is a little later than the erasure itself. */
export async function markSwept(tx: Queryable, customerId: string, until: Date): Promise<void> {
  await tx.query('UPDATE erasures SET erased_at = $2, swept_at = now() WHERE customer_id = $1 AND erased_at <= $2', [
    customerId,
    until,
  ]);
}

/**
 * Deletes what was learned from the customer and their own words, as far as it came until then. What is needed to
 * deliver, to charge and to account for it stays: subscriptions, cycles, shipments, charges, the fact of a return.
 */
export async function deleteLearned(tx: Queryable, customerId: string, until: Date | 'infinity'): Promise<void> {
  const of = [customerId, until];
  // Whatever program a client named: by a skip scan of events_by_customer, since Postgres 18; before it, by reading all.
  await tx.query('DELETE FROM events WHERE customer_id = $1 AND least(occurred_at, received_at) <= $2', of);
  await tx.query(
    `DELETE FROM dead_events WHERE received_at <= $2
       AND (sender_role = 'customer' AND sender = $1 OR position('"' || $1 || '"' IN raw) > 0)`,
    of,
  );
  await tx.query('DELETE FROM measurements WHERE customer_id = $1 AND updated_at <= $2', of);
  await tx.query('DELETE FROM precomputed_rankings WHERE customer_id = $1 AND computed_at <= $2', of);
  await tx.query('DELETE FROM taste_profiles WHERE customer_id = $1 AND as_of <= $2', of);
  await tx.query('DELETE FROM search_answers WHERE customer_id = $1 AND computed_at <= $2', of);
  const rated = await thingsOf(tx, 'DELETE FROM ratings WHERE customer_id = $1 AND created_at <= $2', of);
  const returned = await thingsOf(
    tx,
    'UPDATE returns SET comment = NULL WHERE customer_id = $1 AND created_at <= $2',
    of,
  );
  const { rows } = await tx.query<{ id: string }>(
    `DELETE FROM subscription_ratings WHERE customer_id = $1 AND created_at <= $2 RETURNING subscription_id AS id`,
    of,
  );
  await forgetKeptWords(tx, [...rated, ...returned, ...rows.map(({ id }) => id)]);
}

async function thingsOf(tx: Queryable, statement: string, of: unknown[]): Promise<string[]> {
  const { rows } = await tx.query<{ id: string }>(`${statement} RETURNING shipment_id AS id`, of);
  return rows.map(({ id }) => id);
}

/** What a cycle shows instead of the reasons, which told of the customer. */
const noReason = JSON.stringify({ reason: 'What this choice was based on has been erased.', parts: {} });

/**
 * Takes out of the customer's cycles and subscriptions what says more than that they took place: what they were offered
 * and why, what they swapped away from, why they left. The open cycle goes on with what was chosen.
 */
export async function stripCycles(tx: Queryable, customerId: string): Promise<void> {
  await tx.query(
    `UPDATE cycles c SET swapped_away = '{}',
       forgotten_skus = c.forgotten_skus || c.swapped_away || CASE WHEN c.skipped THEN array_remove(ARRAY[c.sku], NULL) ELSE '{}' END,
       offered = (SELECT coalesce(jsonb_agg(item || $2::jsonb ORDER BY place), '[]')
         FROM jsonb_array_elements(c.offered) WITH ORDINALITY AS o (item, place)
         WHERE c.status = 'open' OR item ->> 'sku' = c.sku)
     FROM subscriptions u WHERE u.id = c.subscription_id AND u.customer_id = $1`,
    [customerId, noReason],
  );
  await tx.query('UPDATE subscriptions SET cancel_reason = NULL WHERE customer_id = $1 AND cancel_reason IS NOT NULL', [
    customerId,
  ]);
  await tx.query(
    'DELETE FROM planned_picks p USING subscriptions u WHERE u.id = p.subscription_id AND u.customer_id = $1',
    [customerId],
  );
}

/** Empties the customer's surveys; the rows stay, so that none is ever asked twice. Returns those still waited for. */
export async function emptySurveys(tx: Queryable, customerId: string): Promise<WaitingSurvey[]> {
  const { rows } = await tx.query<WaitingSurvey & { state: string }>(
    `UPDATE surveys v SET state = 'erased', customer_id = NULL, definition = NULL, opt_out_token = NULL,
       due_at = NULL, sent_at = NULL, answered_at = NULL, answers = NULL, sku = NULL
     FROM (SELECT id, state FROM surveys WHERE customer_id = $1 FOR UPDATE) AS before
     WHERE v.id = before.id
     RETURNING v.subscription_id AS "subscriptionId", v.survey_id AS "surveyId", before.state`,
    [customerId],
  );
  return rows
    .filter(({ state }) => state === 'scheduled')
    .map(({ subscriptionId, surveyId }) => ({ subscriptionId, surveyId }));
}

/** Every process forgets what it holds of this customer, also if the transaction changed nothing else of theirs. */
export async function forgetCaches(tx: Queryable, customerId: string): Promise<void> {
  await tx.query('SELECT touch_customer($1)', [customerId]);
}

/** Null: never. */
export async function readErasedAt(db: Queryable, customerId: string): Promise<Date | null> {
  const { rows } = await db.query<{ erasedAt: Date }>(
    'SELECT erased_at AS "erasedAt" FROM erasures WHERE customer_id = $1',
    [customerId],
  );
  return rows[0]?.erasedAt ?? null;
}
