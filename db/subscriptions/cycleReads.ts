import type { CourierWish } from '#domain/promise/types';
import type { RankedItem } from '#domain/selection/types';
import type { CycleStatus } from '#domain/subscription/types';
import type { Queryable } from '../pool';

export interface CycleRead {
  subscriptionId: string;
  number: number;
  status: CycleStatus;
  sku: string | null;
  chosenBy: 'everbox' | 'customer';
  /** The pick and the alternatives as first offered, best first. */
  offered: RankedItem[];
  swappedAway: string[];
  skipped: boolean;
  chargeCents: number;
  /** Null: a parcel. */
  courier: CourierWish | null;
  openedAt: Date;
  cutoffAt: Date;
  shipAt: Date;
}

const select = `
  SELECT subscription_id AS "subscriptionId", number, status, sku, chosen_by AS "chosenBy", offered,
    swapped_away AS "swappedAway", skipped, charge_cents AS "chargeCents", courier, opened_at AS "openedAt",
    cutoff_at AS "cutoffAt", ship_at AS "shipAt"
  FROM cycles WHERE subscription_id = $1`;

export async function readCycle(db: Queryable, subscriptionId: string, number: number): Promise<CycleRead | null> {
  const { rows } = await db.query<CycleRead>(`${select} AND number = $2`, [subscriptionId, number]);
  return rows[0] ?? null;
}

/** Newest first, below cycle `before`. */
export async function listCycles(
  db: Queryable,
  subscriptionId: string,
  before: number | null,
  limit: number,
): Promise<CycleRead[]> {
  const { rows } = await db.query<CycleRead>(
    `${select} AND ($2::integer IS NULL OR number < $2) ORDER BY number DESC LIMIT $3`,
    [subscriptionId, before, limit],
  );
  return rows;
}
