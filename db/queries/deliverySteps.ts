import { carriedPhases, type CourierStep, phaseAfter, stepRules } from '../../domain/delivery/steps';
import type { DropoffProof } from '../../domain/delivery/types';
import type { Queryable } from '../pool';
import { refreshExpected } from './carried';
import type { CourierRead } from './couriers';
import type { DeliveryRead } from './deliveries';
import { lockDeliveries, recordEvents, wakeDispatcher } from './deliveryEvents';
import { letGoOf, withdrawOffersTo } from './offerEnds';

/** What each step sets beside the phase; `$4` is its instant. */
const changes: Record<CourierStep, string> = {
  pickUp: 'picked_up_at = $4',
  dropOff: 'ended_at = $4, expected_at = NULL, proof = $5',
  reportAddressNotFound: 'expected_at = NULL',
  returnToStation: 'ended_at = $4',
  giveUp: 'courier_id = NULL, accepted_at = NULL, expected_at = NULL',
};

/** Steps after which the delivery, or its courier, is free. */
const freeing: ReadonlySet<CourierStep> = new Set<CourierStep>(['dropOff', 'returnToStation', 'giveUp']);

export interface Step {
  step: CourierStep;
  delivery: DeliveryRead;
  courier: CourierRead;
  /** Of a drop-off. */
  proof?: DropoffProof | null;
}

/**
 * Takes a step that the rules allow, in the caller's transaction: row, event, workflow and dispatcher learn of it
 * together. Only called with the courier and the delivery locked, in this order; `delivery` is what the lock found.
 */
export async function recordStep(
  tx: Queryable,
  { step, delivery, courier, proof = null }: Step,
  atMs: number,
): Promise<void> {
  const { from, event } = stepRules[step];
  const values: unknown[] = [delivery.id, from, phaseAfter(step, delivery.packedAt !== null), new Date(atMs)];
  if (step === 'dropOff') values.push(JSON.stringify(proof));
  const { rowCount } = await tx.query(
    // The cast names the type of $4 for steps that do not set it.
    `UPDATE deliveries SET phase = $3, updated_at = greatest(updated_at, $4::timestamptz), ${changes[step]}
     WHERE id = $1 AND phase = $2`,
    values,
  );
  if (rowCount !== 1) throw new Error(`delivery ${delivery.id} changed under its lock`);
  if (freeing.has(step)) {
    await letGoOf(tx, [delivery.id]);
    await wakeDispatcher(tx, delivery.zoneId);
  }
  await refreshExpected(tx, { id: courier.id, place: courier.known?.place ?? null }, delivery.zoneId, atMs);
  await recordEvents(tx, [{ deliveryId: delivery.id, kind: event, atMs }]);
}

export interface LostCouriers {
  courierIds: string[];
  /** Deliveries that wait for another courier, and ones that vanished with theirs. */
  waitingAgain: string[];
  lost: string[];
}

/**
 * Gives up on couriers of the zone who carry something and were not heard of for `silentSeconds`: what they have not
 * picked up waits again (event `courierLost`), what they have is `lost`, and their shift is over. A courier whose
 * request is under way holds their own lock, and is passed over: they are being heard.
 */
export async function loseSilentCouriers(
  tx: Queryable,
  zoneId: string,
  silentSeconds: number,
  nowMs: number,
): Promise<LostCouriers> {
  const couriers = await tx.query<{ id: string }>(
    `SELECT id FROM couriers c WHERE zone_id = $1 AND heard_at < $2
       AND EXISTS (SELECT 1 FROM deliveries d WHERE d.courier_id = c.id AND d.ended_at IS NULL)
     ORDER BY id FOR NO KEY UPDATE SKIP LOCKED`,
    [zoneId, new Date(nowMs - silentSeconds * 1_000)],
  );
  const courierIds = couriers.rows.map(({ id }) => id);
  if (courierIds.length === 0) return { courierIds, waitingAgain: [], lost: [] };
  const held = await tx.query<{ id: string }>(
    'SELECT id FROM deliveries WHERE courier_id = ANY($1) AND ended_at IS NULL',
    [courierIds],
  );
  const heldIds = held.rows.map(({ id }) => id);
  await lockDeliveries(tx, heldIds);
  const lost = await endLost(tx, heldIds, nowMs);
  const waitingAgain = await putBack(tx, heldIds, nowMs);
  await letGoOf(tx, heldIds);
  for (const id of courierIds) await withdrawOffersTo(tx, id);
  await tx.query('UPDATE couriers SET on_shift_until = NULL, updated_at = now() WHERE id = ANY($1)', [courierIds]);
  return { courierIds, waitingAgain, lost };
}

async function endLost(tx: Queryable, deliveryIds: string[], nowMs: number): Promise<string[]> {
  const { rows } = await tx.query<{ id: string }>(
    `UPDATE deliveries SET phase = 'lost', ended_at = $2, expected_at = NULL, updated_at = now()
     WHERE id = ANY($1) AND phase = ANY($3) RETURNING id`,
    [deliveryIds, new Date(nowMs), carriedPhases],
  );
  const ids = rows.map(({ id }) => id);
  await recordEvents(
    tx,
    ids.map((deliveryId) => ({ deliveryId, kind: 'lost', atMs: nowMs })),
  );
  return ids;
}

async function putBack(tx: Queryable, deliveryIds: string[], nowMs: number): Promise<string[]> {
  const { rows } = await tx.query<{ id: string }>(
    `UPDATE deliveries SET phase = CASE WHEN packed_at IS NULL THEN 'preparing' ELSE 'waiting' END, courier_id = NULL,
       accepted_at = NULL, expected_at = NULL, updated_at = now()
     WHERE id = ANY($1) AND phase = 'accepted' RETURNING id`,
    [deliveryIds],
  );
  const ids = rows.map(({ id }) => id);
  await recordEvents(
    tx,
    ids.map((deliveryId) => ({ deliveryId, kind: 'courierLost', atMs: nowMs })),
  );
  return ids;
}
