import type { WindowKind } from '#domain/promise/types';
import type { ShipmentPhase } from '#domain/shipment/types';
import type { Queryable } from '../pool';
import { type AddressRow, addressColumns, addressOf, type LocatedAddress } from '../subscriptions/personalData';

export interface NewOrder {
  id: string;
  customerId: string;
  programId: string;
  sku: string;
  email: string;
  addressId: string;
  paymentMethodId: string;
  promiseId: string;
  chargeCents: number;
}

/** The UNIQUE promise is the guard that one promise is one order, whatever else went wrong. */
export async function insertOrder(tx: Queryable, order: NewOrder): Promise<void> {
  const { id, customerId, programId, sku, email, addressId, paymentMethodId, promiseId, chargeCents } = order;
  await tx.query(
    `INSERT INTO orders (id, customer_id, program_id, sku, email, address_id, payment_method_id, promise_id, charge_cents)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [id, customerId, programId, sku, email, addressId, paymentMethodId, promiseId, chargeCents],
  );
}

/** An order as customers and ops see it, with what was promised and where its shipment stands. */
export interface OrderRead {
  id: string;
  customerId: string;
  programId: string;
  sku: string;
  title: string;
  promiseId: string;
  zoneId: string;
  kind: WindowKind;
  priceCents: number;
  feeCents: number;
  chargeCents: number;
  dueAt: Date;
  email: string;
  /** Where its shipment goes: a parked one may have gone on with a mended address. */
  address: LocatedAddress;
  /** Of its shipment; null until that begins. */
  phase: ShipmentPhase | null;
  createdAt: Date;
  /** `createdAt` to the microsecond, as text: what pages are cut by. */
  createdAtExact: string;
}

type Row = Omit<OrderRead, 'address'> & AddressRow;

const select = `
  SELECT o.id, o.customer_id AS "customerId", o.program_id AS "programId", o.sku, i.title,
    o.promise_id AS "promiseId", p.zone_id AS "zoneId", p.kind, p.price_cents AS "priceCents",
    p.fee_cents AS "feeCents", o.charge_cents AS "chargeCents", p.due_at AS "dueAt", o.email, ${addressColumns},
    s.phase, o.created_at AS "createdAt",
    to_char(o.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "createdAtExact"
  FROM orders o
  JOIN promises p ON p.id = o.promise_id
  JOIN items i ON i.program_id = o.program_id AND i.sku = o.sku
  LEFT JOIN shipments s ON s.subscription_id = o.id AND s.cycle = 1
  JOIN addresses a ON a.id = coalesce(s.address_id, o.address_id)`;

export async function readOrder(db: Queryable, id: string): Promise<OrderRead | null> {
  const { rows } = await db.query<Row>(`${select} WHERE o.id = $1`, [id]);
  return rows[0] ? fromRow(rows[0]) : null;
}

/** A customer's orders, newest first, after the position `after`. */
export async function listOrders(
  db: Queryable,
  customerId: string,
  after: { at: string; id: string } | null,
  limit: number,
): Promise<OrderRead[]> {
  const { rows } = await db.query<Row>(
    `${select}
     WHERE o.customer_id = $1 AND ($2::timestamptz IS NULL OR (o.created_at, o.id) < ($2, $3))
     ORDER BY o.created_at DESC, o.id DESC LIMIT $4`,
    [customerId, after?.at ?? null, after?.id ?? null, limit],
  );
  return rows.map(fromRow);
}

function fromRow(row: Row): OrderRead {
  const { name, line1, line2, city, postalCode, country, lat, lng, ...rest } = row;
  return { ...rest, address: addressOf({ name, line1, line2, city, postalCode, country, lat, lng }) };
}
