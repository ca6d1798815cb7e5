import type { ReturnReason } from '#domain/shipment/returns';
import type { Queryable } from '../pool';

export interface Return {
  shipmentId: string;
  customerId: string;
  programId: string;
  sku: string;
  reason: ReturnReason;
  /** The customer's own words; null also once they were erased. */
  comment: string | null;
  createdAt: Date;
}

export interface ReturnRead extends Return {
  title: string;
  /** `createdAt` to the microsecond, as text: what pages are cut by. */
  createdAtExact: string;
}

const columns = `r.shipment_id AS "shipmentId", r.customer_id AS "customerId", r.program_id AS "programId", r.sku,
  r.reason, r.comment, r.created_at AS "createdAt"`;

/** Stores a return, once per shipment; null when the shipment is being returned already. */
export async function insertReturn(tx: Queryable, returned: Omit<Return, 'createdAt'>): Promise<Return | null> {
  const { shipmentId, customerId, programId, sku, reason, comment } = returned;
  const { rows } = await tx.query<Return>(
    `INSERT INTO returns AS r (shipment_id, customer_id, program_id, sku, reason, comment)
     VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING RETURNING ${columns}`,
    [shipmentId, customerId, programId, sku, reason, comment],
  );
  return rows[0] ?? null;
}

/** Newest first, after the position `after`. */
export async function listReturns(
  db: Queryable,
  programId: string | null,
  after: { at: string; id: string } | null,
  limit: number,
): Promise<ReturnRead[]> {
  const { rows } = await db.query<ReturnRead>(
    `SELECT ${columns}, coalesce(i.title, r.sku) AS title,
       to_char(r.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "createdAtExact"
     FROM returns r LEFT JOIN items i ON i.program_id = r.program_id AND i.sku = r.sku
     WHERE ($1::text IS NULL OR r.program_id = $1)
       AND ($2::timestamptz IS NULL OR (r.created_at, r.shipment_id) < ($2, $3))
     ORDER BY r.created_at DESC, r.shipment_id DESC LIMIT $4`,
    [programId, after?.at ?? null, after?.id ?? null, limit],
  );
  return rows;
}
