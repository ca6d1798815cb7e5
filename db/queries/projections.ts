import type { BusinessClock } from '../../domain/clock';
import { businessAt, wallAt } from '../../domain/clock';
import { cancelEvent, type CycleFacts, cycleEvents, selectEvents, type Subject } from '../../domain/events/facts';
import type { RankedItem } from '../../domain/selection/types';
import type { CycleStatus, OpenCycle, SubscriptionState } from '../../domain/subscription/types';
import type { Queryable } from '../pool';
import { recordEvents } from './events';

const at = (ms: number): Date => new Date(ms);

/**
 * The read model of a subscription. A projection that comes late, from a retry or a reset, has a lower revision and
 * changes nothing.
 */
export async function projectSubscription(
  tx: Queryable,
  state: SubscriptionState,
  clock: BusinessClock,
  cancelReason: string | null,
): Promise<void> {
  if (cancelReason !== null) {
    // Not under the revision: the closing of the open cycle, which a cancel leads to, may be projected before it.
    await tx.query('UPDATE subscriptions SET cancel_reason = $2 WHERE id = $1', [state.id, cancelReason]);
  }
  if (state.status === 'cancelled' && (await isNewlyCancelled(tx, state.id))) {
    await recordEvents(tx, [cancelEvent(state, businessAt(clock, Date.now()))]);
  }
  await tx.query(
    `UPDATE subscriptions SET status = $2, plan_id = $3, address_id = $4, payment_method_id = $5, preferences = $6,
       next_cycle = $7, next_open_at = $8, next_open_wall_at = $9, revision = $10, updated_at = now(),
       ended_at = CASE WHEN $2 = 'cancelled' THEN coalesce(ended_at, $11) END
     WHERE id = $1 AND revision < $10`,
    [
      state.id,
      state.status,
      state.planId,
      state.addressId,
      state.paymentMethodId,
      JSON.stringify(state.preferences),
      state.nextCycle,
      at(state.nextOpenAtMs),
      at(wallAt(clock, state.nextOpenAtMs)),
      state.revision,
      at(businessAt(clock, Date.now())),
    ],
  );
}

/** Under the row's lock, so that a repeat at the same time finds it cancelled. */
async function isNewlyCancelled(tx: Queryable, id: string): Promise<boolean> {
  const { rowCount } = await tx.query(`SELECT FROM subscriptions WHERE id = $1 AND status <> 'cancelled' FOR UPDATE`, [
    id,
  ]);
  return rowCount === 1;
}

/**
 * Opens a cycle with what was offered, and tells of the pick as an event. True when this call opened it; a repeat finds
 * the first selection standing.
 */
export async function insertCycle(
  tx: Queryable,
  subscriptionId: string,
  cycle: OpenCycle,
  offered: RankedItem[],
  revision: number,
): Promise<boolean> {
  const { rowCount } = await tx.query(
    `INSERT INTO cycles (subscription_id, number, status, sku, chosen_by, offered, charge_cents,
       opened_at, cutoff_at, ship_at, revision)
     VALUES ($1, $2, 'open', $3, $4, $5, $6, $7, $8, $9, $10)
     ON CONFLICT DO NOTHING`,
    [
      subscriptionId,
      cycle.number,
      cycle.sku,
      cycle.chosenBy,
      JSON.stringify(offered),
      cycle.chargeCents,
      at(cycle.openedAtMs),
      at(cycle.cutoffAtMs),
      at(cycle.shipAtMs),
      revision,
    ],
  );
  if (rowCount === 1) await recordEvents(tx, selectEvents(await readSubject(tx, subscriptionId), cycle));
  return rowCount === 1;
}

async function readSubject(tx: Queryable, id: string): Promise<Subject> {
  const { rows } = await tx.query<Subject>(
    'SELECT id, customer_id AS "customerId", program_id AS "programId" FROM subscriptions WHERE id = $1',
    [id],
  );
  if (!rows[0]) throw new Error(`there is no subscription ${id}`);
  return rows[0];
}

/** The read model of a cycle, and the events that its change was: once, since a repeat finds the higher revision. */
export async function projectCycle(
  tx: Queryable,
  state: SubscriptionState,
  cycle: OpenCycle,
  status: CycleStatus,
  clock: BusinessClock,
): Promise<void> {
  const { sku, skipped } = cycle;
  const { rows } = await tx.query<CycleFacts>(
    `UPDATE cycles SET status = $3, sku = $4, chosen_by = $5, skipped = $7, revision = $8, courier = $9,
       swapped_away = ARRAY(SELECT away FROM unnest($6::text[]) WITH ORDINALITY AS t (away, n)
         WHERE away <> ALL (cycles.forgotten_skus) ORDER BY n)
     FROM (SELECT status, sku, skipped FROM cycles WHERE subscription_id = $1 AND number = $2 FOR UPDATE) AS before
     WHERE subscription_id = $1 AND number = $2 AND revision < $8
     RETURNING before.status, before.sku, before.skipped`,
    [
      state.id,
      cycle.number,
      status,
      sku,
      cycle.chosenBy,
      cycle.swappedAway,
      skipped,
      state.revision,
      cycle.courier ?? null,
    ],
  );
  const [before] = rows;
  if (!before) return;
  const change = { cycle: cycle.number, before, after: { status, sku, skipped }, revision: state.revision };
  await recordEvents(tx, cycleEvents(state, { ...change, atMs: businessAt(clock, Date.now()) }));
}

/** What was offered first in a cycle that is open already, or null. */
export async function readOffered(db: Queryable, subscriptionId: string, number: number): Promise<RankedItem[] | null> {
  const { rows } = await db.query<{ offered: RankedItem[] }>(
    'SELECT offered FROM cycles WHERE subscription_id = $1 AND number = $2',
    [subscriptionId, number],
  );
  return rows[0]?.offered ?? null;
}
