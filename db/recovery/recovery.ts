import type { PaymentMethod, ShipmentPhase, ShipmentState } from '#domain/shipment/types';
import type { SurveyStart } from '#domain/survey/types';
import type { Queryable } from '../pool';
import { clockOf } from '../subscriptions/testClocks';

type ClockRow = Parameters<typeof clockOf>[0];

/** A shipment of which something is left to do. `Input` is its workflow's, which this layer does not look into. */
export interface LivingShipment<Input> {
  id: string;
  subscriptionId: string;
  cycle: number;
  phase: ShipmentPhase;
  /** Null: its row was written before rows kept it. */
  input: Input | null;
  /** Null: it has just begun. */
  state: ShipmentState | null;
  /** What its subscription is paid by now; null: it is a single order. */
  payment: PaymentMethod | null;
  /** How the carrier says that its parcel ended; null: it is not known to have. */
  ended: { trackingNumber: string; status: 'delivered' | 'returned'; atMs: number } | null;
}

/** One page, by ID. */
export async function listLivingShipments<Input>(
  db: Queryable,
  afterId: string,
  limit: number,
): Promise<LivingShipment<Input>[]> {
  const { rows } = await db.query<
    Omit<LivingShipment<Input>, 'ended'> & {
      trackingNumber: string;
      status: 'delivered' | 'returned' | null;
      occurredAt: Date;
    }
  >(
    `SELECT p.id, p.subscription_id AS "subscriptionId", p.cycle, p.phase, p.input, p.state,
       CASE WHEN s.id IS NOT NULL THEN json_build_object('paymentMethodId', s.payment_method_id,
         'decidedAtMs', s.decided_at_ms, 'revision', s.revision) END AS payment,
       p.tracking_number AS "trackingNumber", e.status, e.occurred_at AS "occurredAt"
     FROM shipments p
     LEFT JOIN subscriptions s ON s.id = p.subscription_id
     LEFT JOIN LATERAL (SELECT status, occurred_at FROM tracking_events
       WHERE tracking_number = p.tracking_number AND status = p.tracking_status AND status IN ('delivered', 'returned')
       ORDER BY received_at LIMIT 1) e ON true
     WHERE p.id > $1 AND p.phase NOT IN ('done', 'abandoned') ORDER BY p.id LIMIT $2`,
    [afterId, limit],
  );
  return rows.map(({ trackingNumber, status, occurredAt, ...row }) => ({
    ...row,
    ended: status && { trackingNumber, status, atMs: occurredAt.getTime() },
  }));
}

/** Surveys that are still to be asked, with what their workflows are started with. */
export async function listScheduledSurveys(db: Queryable, afterId: string, limit: number): Promise<SurveyStart[]> {
  const { rows } = await db.query<Omit<SurveyStart, 'clock' | 'dueAtMs'> & ClockRow & { dueAt: Date }>(
    `SELECT v.id, v.subscription_id AS "subscriptionId", v.survey_id AS "surveyId", v.program_id AS "programId",
       v.customer_id AS "customerId", v.due_at AS "dueAt", c.origin_wall_at, c.origin_business_at, c.speed
     FROM surveys v
     LEFT JOIN subscriptions s ON s.id = v.subscription_id
     LEFT JOIN test_clocks c ON c.id = s.test_clock_id
     WHERE v.id > $1 AND v.state = 'scheduled' ORDER BY v.id LIMIT $2`,
    [afterId, limit],
  );
  return rows.map(({ dueAt, origin_wall_at, origin_business_at, speed, ...start }) => ({
    ...start,
    dueAtMs: dueAt.getTime(),
    clock: clockOf({ origin_wall_at, origin_business_at, speed }),
  }));
}

/** Erasures whose rest is still to be deleted. */
export async function listUnsweptErasures(db: Queryable): Promise<{ customerId: string; erasedAtMs: number }[]> {
  const { rows } = await db.query<{ customerId: string; erasedAt: Date }>(
    'SELECT customer_id AS "customerId", erased_at AS "erasedAt" FROM erasures WHERE swept_at IS NULL ORDER BY 1',
  );
  return rows.map(({ customerId, erasedAt }) => ({ customerId, erasedAtMs: erasedAt.getTime() }));
}

/** Zones in which something is to be brought. */
export async function listBusyZones(db: Queryable): Promise<string[]> {
  const { rows } = await db.query<{ zoneId: string }>(
    'SELECT DISTINCT zone_id AS "zoneId" FROM deliveries WHERE ended_at IS NULL ORDER BY 1',
  );
  return rows.map(({ zoneId }) => zoneId);
}

/** Test clocks that run: each has a Schedule. */
export async function listRunningClocks(db: Queryable): Promise<{ id: string; programId: string }[]> {
  const { rows } = await db.query<{ id: string; programId: string }>(
    `SELECT id, program_id AS "programId" FROM test_clocks WHERE ended_at IS NULL AND program_id IS NOT NULL ORDER BY id`,
  );
  return rows;
}

/** Single orders that the relay has handed over, and whose shipment has not got as far as a row. */
export async function listOrdersWithoutShipment(db: Queryable): Promise<string[]> {
  const { rows } = await db.query<{ id: string }>(
    `SELECT o.id FROM orders o WHERE NOT EXISTS (SELECT FROM shipments s WHERE s.subscription_id = o.id)
       AND NOT EXISTS (SELECT FROM outbox b WHERE b.kind = 'startOrder' AND b.delivered_at IS NULL
         AND b.payload ->> 'orderId' = o.id) ORDER BY o.id`,
  );
  return rows.map(({ id }) => id);
}

/** Has the relay hand an order over once more: it starts once. */
export async function handOverAgain(db: Queryable, orderId: string): Promise<void> {
  await db.query(
    `UPDATE outbox SET delivered_at = NULL, not_before = now() WHERE kind = 'startOrder' AND payload ->> 'orderId' = $1`,
    [orderId],
  );
}

/** Title and price of items, by SKU. */
export async function readTitles(
  db: Queryable,
  programId: string,
  skus: readonly string[],
): Promise<Map<string, { title: string; priceCents: number }>> {
  const { rows } = await db.query<{ sku: string; title: string; priceCents: number }>(
    'SELECT sku, title, price_cents AS "priceCents" FROM items WHERE program_id = $1 AND sku = ANY($2)',
    [programId, skus],
  );
  return new Map(rows.map(({ sku, ...item }) => [sku, item]));
}
