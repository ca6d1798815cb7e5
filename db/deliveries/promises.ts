import type { LatLng } from '#domain/zone/types';
import type { WindowKind } from '#domain/promise/types';
import type { Queryable } from '../pool';

/** A window that was promised to a customer for one item at one place, and is held until it is ordered or runs out. */
export interface NewPromise {
  id: string;
  customerId: string;
  programId: string;
  sku: string;
  zoneId: string;
  stationId: string;
  place: LatLng;
  kind: WindowKind;
  /** The item's price and the fee as they were promised. */
  priceCents: number;
  feeCents: number;
  windowStartsAtMs: number;
  dueAtMs: number;
  expiresAtMs: number;
}

export interface StoredPromise extends NewPromise {
  state: 'held' | 'used' | 'released';
}

/** Until the transaction ends, nobody else has this customer's promises to themselves. */
export async function lockHolds(tx: Queryable, customerId: string): Promise<void> {
  await tx.query(`SELECT pg_advisory_xact_lock(hashtextextended('holds of ' || $1, 0))`, [customerId]);
}

/** How many promises are held for a customer; under `lockHolds` it stays so until the transaction ends. */
export async function countHolds(tx: Queryable, customerId: string, nowMs: number): Promise<number> {
  const { rows } = await tx.query<{ count: number }>(
    `SELECT count(*) FROM promises WHERE customer_id = $1 AND state = 'held' AND expires_at > $2`,
    [customerId, new Date(nowMs)],
  );
  return rows[0]?.count ?? 0;
}

/** Its place must have been taken in the same transaction: see `takePlace`. */
export async function insertPromise(tx: Queryable, promise: NewPromise): Promise<void> {
  await tx.query(
    `INSERT INTO promises (id, customer_id, program_id, sku, zone_id, station_id, lat, lng, kind, price_cents, fee_cents,
       window_starts_at, due_at, expires_at, state)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, 'held')`,
    [
      promise.id,
      promise.customerId,
      promise.programId,
      promise.sku,
      promise.zoneId,
      promise.stationId,
      promise.place.lat,
      promise.place.lng,
      promise.kind,
      promise.priceCents,
      promise.feeCents,
      new Date(promise.windowStartsAtMs),
      new Date(promise.dueAtMs),
      new Date(promise.expiresAtMs),
    ],
  );
}

type Row = Omit<StoredPromise, 'place' | 'windowStartsAtMs' | 'dueAtMs' | 'expiresAtMs'> &
  LatLng & { windowStartsAt: Date; dueAt: Date; expiresAt: Date };

/** A customer's promise, locked until the transaction ends: of two orders for it, the second waits here. */
export async function lockPromise(tx: Queryable, id: string, customerId: string): Promise<StoredPromise | null> {
  const { rows } = await tx.query<Row>(
    `SELECT id, customer_id AS "customerId", program_id AS "programId", sku, zone_id AS "zoneId",
       station_id AS "stationId", lat, lng, kind, price_cents AS "priceCents", fee_cents AS "feeCents",
       window_starts_at AS "windowStartsAt", due_at AS "dueAt", expires_at AS "expiresAt", state
     FROM promises WHERE id = $1 AND customer_id = $2 FOR UPDATE`,
    [id, customerId],
  );
  const [row] = rows;
  if (!row) return null;
  const { lat, lng, windowStartsAt, dueAt, expiresAt, ...rest } = row;
  return {
    ...rest,
    place: { lat, lng },
    windowStartsAtMs: windowStartsAt.getTime(),
    dueAtMs: dueAt.getTime(),
    expiresAtMs: expiresAt.getTime(),
  };
}

/** The place that an order was promised for; null when there is no such order. */
export async function readPromisedPlace(db: Queryable, orderId: string): Promise<LatLng | null> {
  const { rows } = await db.query<LatLng>(
    'SELECT p.lat, p.lng FROM orders o JOIN promises p ON p.id = o.promise_id WHERE o.id = $1',
    [orderId],
  );
  return rows[0] ?? null;
}

/** Only called with the promise locked and found held. Its place stays taken. */
export async function markPromiseUsed(tx: Queryable, id: string): Promise<void> {
  await tx.query(`UPDATE promises SET state = 'used' WHERE id = $1`, [id]);
}
