import { phasesTaking } from '#domain/delivery/transitions';
import type { Queryable } from '../pool';
import { endMoves } from './courierMoves';
import { lockDeliveries, recordOfEach } from './deliveryEvents';
import { markMissed } from './deliveryMarks';
import { letGoOf, withdrawOffersTo } from './offerEnds';

/** Silence after which a courier is not counted on, and after which what they have in hand counts as lost; seconds. */
export interface SilenceLimits {
  silentSeconds: number;
  carryingSeconds: number;
}

export interface LostCouriers {
  /** Whose shift is over. */
  courierIds: string[];
  /** Deliveries that wait for another courier, and ones that vanished with theirs. */
  waitingAgain: string[];
  lost: string[];
}

/**
 * Gives up on couriers of the zone who have accepted something and were not heard of: after the first limit, what they
 * have not picked up waits again (event `courierLost`); after the second, what they have in hand is `lost`. The shift
 * ends with the last of it. A courier whose request is under way holds their own lock, and is passed over: they are being
 * heard.
 */
export async function loseSilentCouriers(
  tx: Queryable,
  zoneId: string,
  { silentSeconds, carryingSeconds }: SilenceLimits,
  nowMs: number,
): Promise<LostCouriers> {
  const silentSince = new Date(nowMs - silentSeconds * 1_000);
  const lostSince = new Date(nowMs - carryingSeconds * 1_000);
  const { rows: couriers } = await tx.query<{ id: string; isLost: boolean }>(
    `SELECT id, heard_at < $3 AS "isLost" FROM couriers c WHERE zone_id = $1 AND heard_at < $2
       AND EXISTS (SELECT 1 FROM deliveries d WHERE d.courier_id = c.id AND d.ended_at IS NULL
         AND (d.phase = 'accepted' OR c.heard_at < $3))
     ORDER BY id FOR NO KEY UPDATE SKIP LOCKED`,
    [zoneId, silentSince, lostSince],
  );
  if (couriers.length === 0) return { courierIds: [], waitingAgain: [], lost: [] };
  const silentIds = couriers.map(({ id }) => id);
  const held = await tx.query<{ id: string; courierId: string }>(
    'SELECT id, courier_id AS "courierId" FROM deliveries WHERE courier_id = ANY($1) AND ended_at IS NULL',
    [silentIds],
  );
  await lockDeliveries(
    tx,
    held.rows.map(({ id }) => id),
  );
  const given = new Set(couriers.filter(({ isLost }) => isLost).map(({ id }) => id));
  const lost = await endLost(
    tx,
    held.rows.filter(({ courierId }) => given.has(courierId)).map(({ id }) => id),
    nowMs,
  );
  const waitingAgain = await putBack(
    tx,
    held.rows.map(({ id }) => id),
    nowMs,
  );
  await letGoOf(tx, [...lost, ...waitingAgain]);
  for (const id of silentIds) await withdrawOffersTo(tx, id);
  return { courierIds: await endShifts(tx, silentIds, nowMs), waitingAgain, lost };
}

/** Of these couriers, those who have nothing left. Who still has something in hand may be heard of again. */
async function endShifts(tx: Queryable, courierIds: readonly string[], nowMs: number): Promise<string[]> {
  const { rows } = await tx.query<{ id: string }>(
    `UPDATE couriers c SET on_shift_until = NULL, shift_from = NULL, updated_at = now() WHERE id = ANY($1)
       AND NOT EXISTS (SELECT FROM deliveries d WHERE d.courier_id = c.id AND d.ended_at IS NULL) RETURNING id`,
    [courierIds],
  );
  const ids = rows.map(({ id }) => id).toSorted();
  await endMoves(tx, ids, nowMs);
  return ids;
}

async function endLost(tx: Queryable, deliveryIds: string[], nowMs: number): Promise<string[]> {
  const { rows } = await tx.query<{ id: string }>(
    `UPDATE deliveries SET phase = 'lost', ended_at = $2, expected_at = NULL, updated_at = now()
     WHERE id = ANY($1) AND phase = ANY($3) RETURNING id`,
    [deliveryIds, new Date(nowMs), phasesTaking('lost')],
  );
  const ids = rows.map(({ id }) => id);
  await markMissed(tx, ids, nowMs);
  await recordOfEach(tx, ids, { kind: 'lost', atMs: nowMs });
  return ids;
}

async function putBack(tx: Queryable, deliveryIds: string[], nowMs: number): Promise<string[]> {
  const { rows } = await tx.query<{ id: string }>(
    `UPDATE deliveries SET phase = CASE WHEN packed_at IS NULL THEN 'preparing' ELSE 'waiting' END, courier_id = NULL,
       accepted_at = NULL, expected_at = NULL, updated_at = now()
     WHERE id = ANY($1) AND phase = ANY($2) RETURNING id`,
    [deliveryIds, phasesTaking('courierLost')],
  );
  const ids = rows.map(({ id }) => id);
  await recordOfEach(tx, ids, { kind: 'courierLost', atMs: nowMs });
  return ids;
}
