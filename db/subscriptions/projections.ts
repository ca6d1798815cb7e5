import type { BusinessClock } from '#domain/clock';
import { businessAt, wallAt } from '#domain/clock';
import { cancelEvent, type CycleFacts, cycleEvents, selectEvents } from '#domain/events/facts';
import type { RankedItem } from '#domain/selection/types';
import type { CycleOpening } from '#domain/subscription/apply';
import type { CycleStatus, OpenCycle, SubscriptionState, SubscriptionStatus } from '#domain/subscription/types';
import type { Queryable } from '../pool';
import { recordEvents } from '../events/events';
import { storedState } from './storedState';

const at = (ms: number): Date => new Date(ms);

/** Of two projections of a row, the one that was decided later counts: see decision 29. */
const isNewer = (table: string, decidedAtMs: string, revision: string): string =>
  `(${table}.decided_at_ms, ${table}.revision) < (${decidedAtMs}::bigint, ${revision}::integer)`;

/** What a projection found in the row of a subscription that it brought up to date. */
export interface SubscriptionBefore {
  status: SubscriptionStatus;
  paymentMethodId: string;
}

/**
 * The read model of a subscription. Null when the row shows what was decided later, or this already: a late attempt of a
 * slow worker, or of one that was killed, changes nothing.
 */
export async function projectSubscription(
  tx: Queryable,
  state: SubscriptionState,
  clock: BusinessClock,
  cancelReason: string | null,
): Promise<SubscriptionBefore | null> {
  const { rows } = await tx.query<SubscriptionBefore>(
    `UPDATE subscriptions s SET status = $2, plan_id = $3, address_id = $4, payment_method_id = $5, preferences = $6,
       next_cycle = $7, next_open_at = $8, next_open_wall_at = $9, revision = $10, decided_at_ms = $13, updated_at = now(), state = $14,
       ended_at = CASE WHEN $2 = 'cancelled' THEN coalesce(s.ended_at, $11) END,
       cancel_reason = CASE WHEN $2 = 'cancelled' THEN coalesce($12, s.cancel_reason) END
     FROM (SELECT status, payment_method_id AS "paymentMethodId" FROM subscriptions WHERE id = $1 FOR UPDATE) AS before
     WHERE s.id = $1 AND ${isNewer('s', '$13', '$10')}
     RETURNING before.*`,
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
      cancelReason,
      state.decidedAtMs,
      storedState(state),
    ],
  );
  const [before] = rows;
  if (!before) return null;
  await forgetCyclesThatNeverWere(tx, state);
  if (state.status === 'cancelled' && before.status !== 'cancelled') {
    await recordEvents(tx, [cancelEvent(state, businessAt(clock, Date.now()))]);
  }
  return before;
}

/**
 * Cycles that a lost task opened, or a run that was reset away: those that are not due yet for this state, and open ones that
 * it neither has open nor closed last. What was shipped stays, since that cannot be taken back.
 */
async function forgetCyclesThatNeverWere(tx: Queryable, state: SubscriptionState): Promise<void> {
  await tx.query(
    `DELETE FROM cycles c WHERE subscription_id = $1
       AND (number >= $2 OR status = 'open' AND number <> ALL ($3::integer[]))
       AND NOT EXISTS (SELECT FROM shipments s WHERE s.subscription_id = c.subscription_id AND s.cycle = c.number)`,
    [state.id, state.nextCycle, [state.open?.number, state.lastClosed?.number].filter((n) => n !== undefined)],
  );
}

/**
 * Opens a cycle with what was offered, and tells of the pick as an event. True when this call opened it. One that is there
 * was opened by an attempt that got lost: what it offered stands, the rest is brought to what was decided.
 */
export async function insertCycle(
  tx: Queryable,
  state: SubscriptionState,
  opening: CycleOpening,
  offered: RankedItem[],
): Promise<boolean> {
  const { cycle } = opening;
  const { rows } = await tx.query<{ isNew: boolean }>(
    `INSERT INTO cycles (subscription_id, number, status, sku, chosen_by, offered, charge_cents,
       opened_at, cutoff_at, ship_at, revision, decided_at_ms, opening)
     VALUES ($1, $2, 'open', $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
     ON CONFLICT (subscription_id, number) DO UPDATE SET status = 'open', sku = excluded.sku,
       chosen_by = excluded.chosen_by, swapped_away = '{}', skipped = false, courier = NULL,
       charge_cents = excluded.charge_cents, opened_at = excluded.opened_at, cutoff_at = excluded.cutoff_at,
       ship_at = excluded.ship_at, revision = excluded.revision, decided_at_ms = excluded.decided_at_ms, opening = excluded.opening
     WHERE ${isNewer('cycles', 'excluded.decided_at_ms', 'excluded.revision')}
     RETURNING xmax = 0 AS "isNew"`,
    [
      state.id,
      cycle.number,
      cycle.sku,
      cycle.chosenBy,
      JSON.stringify(offered),
      cycle.chargeCents,
      at(cycle.openedAtMs),
      at(cycle.cutoffAtMs),
      at(cycle.shipAtMs),
      state.revision,
      state.decidedAtMs,
      JSON.stringify(opening),
    ],
  );
  const isNew = rows[0]?.isNew ?? false;
  if (isNew) await recordEvents(tx, selectEvents(state, cycle));
  return isNew;
}

/**
 * The read model of a cycle, and the events that its change was: once, since a repeat finds itself there. A cycle whose
 * shipment is on its way stays as it was sent: a reset may decide it anew, and sends nothing else.
 */
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
       decided_at_ms = $10, opening = CASE WHEN $3 = 'open' THEN opening END,
       swapped_away = ARRAY(SELECT away FROM unnest($6::text[]) WITH ORDINALITY AS t (away, n)
         WHERE away <> ALL (cycles.forgotten_skus) ORDER BY n)
     FROM (SELECT status, sku, skipped FROM cycles WHERE subscription_id = $1 AND number = $2 FOR UPDATE) AS before
     WHERE subscription_id = $1 AND number = $2 AND ${isNewer('cycles', '$10', '$8')}
       AND NOT (cycles.status = 'shipped' AND EXISTS (SELECT FROM shipments s
         WHERE s.subscription_id = $1 AND s.cycle = $2))
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
      state.decidedAtMs,
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
