import type { Pool } from 'pg';
import type { Queryable } from '../database';
import type { PlannedWebhook } from './plan';

/** The partners that send webhooks. */
export type WebhookPartner = 'carrier' | 'warehouse';

export interface DueWebhook {
  sequence: string;
  partner: WebhookPartner;
  eventId: string;
  trackingNumber: string;
  reference: string;
  status: PlannedWebhook['status'];
  occurredAt: Date;
  attempts: number;
}

/**
 * Stores the webhooks of a parcel in the transaction that books it: a booked parcel always tells of its way. The same
 * for a station's order, whose ID takes the place of the tracking number.
 */
export async function planWebhooks(
  tx: Queryable,
  parcel: { partner: WebhookPartner; trackingNumber: string; reference: string },
  plan: PlannedWebhook[],
): Promise<void> {
  await tx.query(
    `INSERT INTO simulator.webhooks
       (partner, event_id, tracking_number, reference, status, occurred_at, due_at, next_attempt_at)
     SELECT $7, $1 || '-' || event, $1, $2, status, now() + occurs_after * interval '1 ms',
       now() + send_after * interval '1 ms', now() + send_after * interval '1 ms'
     FROM unnest($3::integer[], $4::text[], $5::integer[], $6::integer[])
       AS planned (event, status, occurs_after, send_after)`,
    [
      parcel.trackingNumber,
      parcel.reference,
      plan.map(({ event }) => event),
      plan.map(({ status }) => status),
      plan.map(({ occursAfterMs }) => occursAfterMs),
      plan.map(({ sendAfterMs }) => sendAfterMs),
      parcel.partner,
    ],
  );
}

/** A cancelled parcel, or order, sends nothing more. */
export async function voidWebhooks(tx: Queryable, trackingNumber: string): Promise<void> {
  await tx.query(
    `UPDATE simulator.webhooks SET voided_at = now()
     WHERE tracking_number = $1 AND acknowledged_at IS NULL AND voided_at IS NULL`,
    [trackingNumber],
  );
}

/**
 * Webhooks to send now, at most `limit`, and of each parcel only the first that waits: what was planned to come first
 * is acknowledged first, also when the receiver was down for a while.
 */
export async function dueWebhooks(pool: Pool, limit: number): Promise<DueWebhook[]> {
  const { rows } = await pool.query<DueWebhook>(
    `SELECT sequence::text, partner, event_id AS "eventId", tracking_number AS "trackingNumber", reference, status,
       occurred_at AS "occurredAt", attempts
     FROM simulator.webhooks AS webhook
     WHERE acknowledged_at IS NULL AND voided_at IS NULL AND next_attempt_at <= now()
       AND NOT EXISTS (
         SELECT FROM simulator.webhooks AS earlier
         WHERE earlier.tracking_number = webhook.tracking_number
           AND earlier.acknowledged_at IS NULL AND earlier.voided_at IS NULL
           AND (earlier.due_at, earlier.sequence) < (webhook.due_at, webhook.sequence))
     ORDER BY next_attempt_at LIMIT $1`,
    [limit],
  );
  return rows;
}

export async function acknowledgeWebhook(pool: Pool, sequence: string): Promise<void> {
  await pool.query(
    'UPDATE simulator.webhooks SET acknowledged_at = now(), attempts = attempts + 1 WHERE sequence = $1',
    [sequence],
  );
}

export async function postponeWebhook(pool: Pool, sequence: string, delayMs: number): Promise<void> {
  await pool.query(
    `UPDATE simulator.webhooks SET attempts = attempts + 1, next_attempt_at = now() + $2 * interval '1 ms'
     WHERE sequence = $1`,
    [sequence, delayMs],
  );
}
