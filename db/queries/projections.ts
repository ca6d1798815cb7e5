import type { BusinessClock } from '../../domain/clock';
import { wallAt } from '../../domain/clock';
import type { RankedItem } from '../../domain/selection/types';
import type { CycleStatus, OpenCycle, SubscriptionState } from '../../domain/subscription/types';
import type { Queryable } from '../pool';

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
  await tx.query(
    `UPDATE subscriptions SET status = $2, plan_id = $3, address_id = $4, payment_method_id = $5, preferences = $6,
       next_cycle = $7, next_open_at = $8, next_open_wall_at = $9, revision = $10, updated_at = now()
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
    ],
  );
}

/** Opens a cycle with what was offered. True when this call opened it; a repeat finds the first selection standing. */
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
  return rowCount === 1;
}

export async function projectCycle(
  tx: Queryable,
  subscriptionId: string,
  cycle: OpenCycle,
  status: CycleStatus,
  revision: number,
): Promise<void> {
  await tx.query(
    `UPDATE cycles SET status = $3, sku = $4, chosen_by = $5, swapped_away = $6, skipped = $7, revision = $8
     WHERE subscription_id = $1 AND number = $2 AND revision < $8`,
    [subscriptionId, cycle.number, status, cycle.sku, cycle.chosenBy, cycle.swappedAway, cycle.skipped, revision],
  );
}

/** What was offered first in a cycle that is open already, or null. */
export async function readOffered(db: Queryable, subscriptionId: string, number: number): Promise<RankedItem[] | null> {
  const { rows } = await db.query<{ offered: RankedItem[] }>(
    'SELECT offered FROM cycles WHERE subscription_id = $1 AND number = $2',
    [subscriptionId, number],
  );
  return rows[0]?.offered ?? null;
}
