import { from as copyFrom } from 'pg-copy-streams';
import type { EventSource, NewEvent } from '#domain/events/types';
import type { Queryable } from '../pool';
import { readUnkeptUntil } from '../subscriptions/customerSettings';

/** An event as it came in, with whose word it is. */
export interface IncomingEvent extends NewEvent {
  source: EventSource;
}

/** Durable means on disk, also where the server's default is laxer. A stricter default stays. */
const prepare = `
  SELECT set_config('synchronous_commit', 'on', true) WHERE current_setting('synchronous_commit') IN ('off', 'local');
  CREATE TEMPORARY TABLE IF NOT EXISTS event_stage (
    position integer, occurred_on date, id text, kind text, customer_id text, program_id text, sku text,
    subscription_id text, session_id text, occurred_at timestamptz, source text, data jsonb
  ) ON COMMIT DELETE ROWS`;

/**
 * Writes events in bulk, and answers the positions of those that were there already. No two may have the same customer
 * and ID, and the days that they occurred on must have partitions.
 *
 * Of customers who turned personalization off or had it erased nothing is kept; to their clients that is no fault.
 *
 * They go in sorted: two API processes that take the same events in another order would else wait for each other.
 */
export async function ingestEvents(tx: Queryable, events: IncomingEvent[]): Promise<number[]> {
  await tx.query(prepare);
  const unkeptUntilMs = await readUnkeptUntil(tx, [...new Set(events.map(({ customerId }) => customerId))]);
  const isKept = ({ customerId, occurredAtMs }: IncomingEvent) => occurredAtMs > (unkeptUntilMs.get(customerId) ?? -1);
  await copy(
    tx,
    events.map(lineOf).filter((_line, position) => isKept(events[position]!)),
  );
  const { rows } = await tx.query<{ position: number }>(
    `WITH added AS (
       INSERT INTO events (occurred_on, id, kind, customer_id, program_id, sku, subscription_id, session_id, occurred_at,
         source, data)
       SELECT occurred_on, id, kind, customer_id, program_id, sku, subscription_id, session_id, occurred_at, source, data
       FROM event_stage ORDER BY occurred_on, customer_id, id
       ON CONFLICT DO NOTHING RETURNING customer_id, id
     )
     SELECT position FROM event_stage LEFT JOIN added USING (customer_id, id) WHERE added.id IS NULL`,
  );
  return rows.map(({ position }) => position);
}

function copy(tx: Queryable, lines: string[]): Promise<void> {
  const stream = tx.query(copyFrom('COPY event_stage FROM STDIN'));
  return new Promise((resolve, reject) => {
    stream.once('error', reject);
    stream.once('finish', resolve);
    stream.end(lines.join(''));
  });
}

/** A line of COPY's text format. */
function lineOf(event: IncomingEvent, position: number): string {
  const occurredAt = new Date(event.occurredAtMs).toISOString();
  return `${[
    position,
    occurredAt.slice(0, 10),
    escaped(event.id),
    event.kind,
    escaped(event.customerId),
    escaped(event.programId),
    escaped(event.sku),
    escaped(event.subscriptionId),
    escaped(event.sessionId),
    occurredAt,
    event.source,
    escaped(JSON.stringify(event.data)),
  ].join('\t')}\n`;
}

const special = /[\\\n\r\t]/;
const names: Record<string, string> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' };

function escaped(value: string | null): string {
  if (value === null) return '\\N';
  return special.test(value) ? value.replaceAll(/[\\\n\r\t]/g, (character) => names[character] ?? '') : value;
}
