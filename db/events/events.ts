import type { NewEvent } from '#domain/events/types';
import type { Queryable } from '../pool';

/**
 * Writes events of Everbox's own, in the transaction of the facts that they tell of: both are there or neither. A
 * repeat on the same day changes nothing. One on a later day could be a second row, when the day of the first had no
 * partition (see event_day), so callers record an event only where they changed the fact. Of who has turned
 * personalization off, or had it erased, nothing is kept (may_keep_event).
 */
export async function recordEvents(tx: Queryable, events: NewEvent[]): Promise<void> {
  if (events.length === 0) return;
  await tx.query(
    `INSERT INTO events (occurred_on, id, kind, customer_id, program_id, sku, subscription_id, session_id, occurred_at, data)
     SELECT event_day(e.occurred_at), e.* FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[],
       $6::text[], $7::text[], $8::timestamptz[], $9::jsonb[])
       AS e (id, kind, customer_id, program_id, sku, subscription_id, session_id, occurred_at, data)
     WHERE may_keep_event(e.customer_id, e.occurred_at)
     ON CONFLICT DO NOTHING`,
    [
      events.map(({ id }) => id),
      events.map(({ kind }) => kind),
      events.map(({ customerId }) => customerId),
      events.map(({ programId }) => programId),
      events.map(({ sku }) => sku),
      events.map(({ subscriptionId }) => subscriptionId),
      events.map(({ sessionId }) => sessionId),
      events.map(({ occurredAtMs }) => new Date(occurredAtMs)),
      events.map(({ data }) => JSON.stringify(data)),
    ],
  );
}
