import type { AttentionReason } from '#domain/outcomes';
import type { ShipmentPhase } from '#domain/shipment/types';
import type { Queryable } from '../pool';
import type { StoredAddress } from '../subscriptions/personalData';

export interface ShipmentRead {
  id: string;
  subscriptionId: string;
  cycle: number;
  customerId: string;
  programId: string;
  phase: ShipmentPhase;
  sku: string;
  title: string;
  chargeCents: number;
  trackingNumber: string | null;
  trackingStatus: string | null;
  attention: AttentionReason | null;
  abandonReason: string | null;
  handedOffAt: Date | null;
  deliveredAt: Date | null;
  updatedAt: Date;
  /** `updatedAt` to the microsecond, as text: what pages are cut by. */
  updatedAtExact: string;
  stars: number | null;
  comment: string | null;
}

const select = `
  SELECT s.id, s.subscription_id AS "subscriptionId", s.cycle, s.customer_id AS "customerId",
    s.program_id AS "programId", s.phase, s.sku, coalesce(i.title, s.sku) AS title, s.charge_cents AS "chargeCents",
    s.tracking_number AS "trackingNumber", s.tracking_status AS "trackingStatus", s.attention,
    s.abandon_reason AS "abandonReason", s.handed_off_at AS "handedOffAt", s.delivered_at AS "deliveredAt",
    s.updated_at AS "updatedAt",
    to_char(s.updated_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "updatedAtExact",
    r.stars, r.comment
  FROM shipments s
  LEFT JOIN items i ON i.program_id = s.program_id AND i.sku = s.sku
  LEFT JOIN ratings r ON r.shipment_id = s.id`;

export async function readShipment(db: Queryable, id: string): Promise<ShipmentRead | null> {
  const { rows } = await db.query<ShipmentRead>(`${select} WHERE s.id = $1`, [id]);
  return rows[0] ?? null;
}

/** Does a shipment go to this postal address, which is all that partners are told? */
export async function goesTo(db: Queryable, shipmentId: string, address: StoredAddress): Promise<boolean> {
  const { name, line1, line2, city, postalCode, country } = address;
  const { rowCount } = await db.query(
    `SELECT FROM shipments s JOIN addresses a ON a.id = s.address_id
     WHERE s.id = $1 AND a.name = $2 AND a.line1 = $3 AND a.line2 IS NOT DISTINCT FROM $4 AND a.city = $5
       AND a.postal_code = $6 AND a.country = $7`,
    [shipmentId, name, line1, line2, city, postalCode, country],
  );
  return rowCount === 1;
}

/** Newest first, below cycle `before`. */
export async function listShipments(
  db: Queryable,
  subscriptionId: string,
  before: number | null,
  limit: number,
): Promise<ShipmentRead[]> {
  const { rows } = await db.query<ShipmentRead>(
    `${select} WHERE s.subscription_id = $1 AND ($2::integer IS NULL OR s.cycle < $2)
     ORDER BY s.cycle DESC LIMIT $3`,
    [subscriptionId, before, limit],
  );
  return rows;
}

/** Shipments that wait for a person, latest first, after the position `after`. */
export async function listAttention(
  db: Queryable,
  after: { at: string; id: string } | null,
  limit: number,
): Promise<ShipmentRead[]> {
  const { rows } = await db.query<ShipmentRead>(
    `${select} WHERE s.attention IS NOT NULL
       AND ($1::timestamptz IS NULL OR (s.updated_at, s.id) < ($1, $2))
     ORDER BY s.updated_at DESC, s.id DESC LIMIT $3`,
    [after?.at ?? null, after?.id ?? null, limit],
  );
  return rows;
}

/** Which of these shipments have ended, as the read model has it. */
export async function listEndedShipments(db: Queryable, ids: string[]): Promise<string[]> {
  if (ids.length === 0) return [];
  const { rows } = await db.query<{ id: string }>(
    `SELECT id FROM shipments WHERE id = ANY($1::text[]) AND phase IN ('done', 'abandoned')`,
    [ids],
  );
  return rows.map(({ id }) => id);
}
