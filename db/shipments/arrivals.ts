import type { SurveyFact } from '#domain/survey/due';
import type { Queryable } from '../pool';

type Delivery = Extract<SurveyFact, { kind: 'boxDelivered' | 'orderDelivered' }>;
type WithoutTime<Fact> = Fact extends unknown ? Omit<Fact, 'atMs'> : never;

/** How many have arrived, and of what: a subscription, or the first of the customer's single orders of a program. */
export type Arrived = WithoutTime<Delivery> & { subscriptionId: string };

interface Shipped {
  /** Or an order's ID, as in shipments. */
  subscriptionId: string;
  customerId: string;
  programId: string;
}

/**
 * Counts what has arrived together with this shipment, under a lock until the transaction ends: two that arrive at once
 * must not both be the second, or the third would never come. @throws Error when there is neither subscription nor order
 */
export async function lockArrived(tx: Queryable, of: Shipped): Promise<Arrived> {
  const { subscriptionId } = of;
  const { rowCount } = await tx.query('SELECT FROM subscriptions WHERE id = $1 FOR NO KEY UPDATE', [subscriptionId]);
  return rowCount === 1
    ? { kind: 'boxDelivered', subscriptionId, boxes: await countBoxes(tx, of) }
    : lockOrders(tx, of);
}

async function lockOrders(tx: Queryable, of: Shipped): Promise<Arrived> {
  const { rows } = await tx.query<{ id: string }>(
    `SELECT id FROM orders WHERE customer_id = $1 AND program_id = $2 ORDER BY created_at, id LIMIT 1
     FOR NO KEY UPDATE`,
    [of.customerId, of.programId],
  );
  if (!rows[0]) throw new Error(`${of.subscriptionId} is neither a subscription nor an order`);
  return { kind: 'orderDelivered', subscriptionId: rows[0].id, orders: await countOrders(tx, of) };
}

async function countBoxes(tx: Queryable, { subscriptionId }: Shipped): Promise<number> {
  const { rows } = await tx.query<{ boxes: number }>(
    'SELECT count(*) AS boxes FROM shipments WHERE subscription_id = $1 AND delivered_at IS NOT NULL',
    [subscriptionId],
  );
  return rows[0]?.boxes ?? 0;
}

async function countOrders(tx: Queryable, { customerId, programId }: Shipped): Promise<number> {
  const { rows } = await tx.query<{ orders: number }>(
    `SELECT count(*) AS orders FROM orders o JOIN shipments s ON s.subscription_id = o.id AND s.cycle = 1
     WHERE o.customer_id = $1 AND o.program_id = $2 AND s.delivered_at IS NOT NULL`,
    [customerId, programId],
  );
  return rows[0]?.orders ?? 0;
}
