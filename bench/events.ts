import { percentile } from '#cli/eval/dispatch/measure';
import { createPool, type Database, inTransaction } from '#db/pool';
import { eventApi } from './eventApi';
import { batchBody, syntheticEvents } from './syntheticEvents';
import { withPostgres } from './withPostgres';

export interface EventsBenchOptions {
  seconds: number;
  batch: number;
  clients: number;
}

/** A row per way of storing, one after the other on the same Postgres, which is as durable as it comes. */
export interface EventsBenchRow {
  way: string;
  eventsPerSecond: number;
  p50Ms: number;
  p99Ms: number;
  /** Counted in the table afterwards: must be `acknowledged`. */
  stored: number;
  acknowledged: number;
}

/** Stores one batch of that number; resolves once it is durable. */
type Send = (batch: number) => Promise<void>;

export async function benchEvents(options: EventsBenchOptions): Promise<EventsBenchRow[]> {
  return withPostgres(async (databaseUrl) => {
    const db = createPool(databaseUrl, options.clients);
    try {
      return await measureAll(db, options);
    } finally {
      await db.end();
    }
  });
}

async function measureAll(db: Database, options: EventsBenchOptions): Promise<EventsBenchRow[]> {
  const rows: EventsBenchRow[] = [];
  for (const [way, settings] of [
    ['everbox', {}],
    ['a commit per request', { maxCommitted: 1 }],
  ] as const) {
    const api = await eventApi(db, settings);
    const send: Send = (n) => api.post(batchBody(`${way}-${n}`, options.batch), options.batch);
    rows.push(await measure(db, way, send, options));
    await api.close();
  }
  rows.push(await measure(db, 'row by row, without HTTP', (n) => insertRows(db, n, options.batch), options));
  return rows;
}

async function measure(
  db: Database,
  way: string,
  send: Send,
  { seconds, batch, clients }: EventsBenchOptions,
): Promise<EventsBenchRow> {
  await db.query('TRUNCATE events');
  const latenciesMs: number[] = [];
  const startedMs = performance.now();
  let sent = 0;
  const client = async (): Promise<void> => {
    while (performance.now() - startedMs < seconds * 1_000) {
      const beforeMs = performance.now();
      await send(sent++);
      latenciesMs.push(performance.now() - beforeMs);
    }
  };
  await Promise.all(Array.from({ length: clients }, client));
  const tookSeconds = (performance.now() - startedMs) / 1_000;
  const { rows } = await db.query<{ stored: number }>('SELECT count(*) AS stored FROM events');
  const acknowledged = latenciesMs.length * batch;
  const stored = rows[0]?.stored ?? 0;
  const [p50Ms, p99Ms] = [percentile(latenciesMs, 0.5), percentile(latenciesMs, 0.99)];
  return { way, eventsPerSecond: acknowledged / tookSeconds, p50Ms, p99Ms, stored, acknowledged };
}

/** What one would write first: a transaction per batch, and a statement per event. */
async function insertRows(db: Database, batchNumber: number, size: number): Promise<void> {
  await inTransaction(db, async (tx) => {
    for (const event of syntheticEvents(`row-${batchNumber}`, size)) {
      await tx.query(
        `INSERT INTO events (occurred_on, id, kind, customer_id, program_id, sku, session_id, occurred_at, source, data)
         VALUES (($1::timestamptz AT TIME ZONE 'UTC')::date, $2, $3, $4, $5, $6, $7, $1, 'service', $8)
         ON CONFLICT DO NOTHING`,
        [
          event.occurredAt,
          event.id,
          event.kind,
          event.customerId,
          event.programId,
          event.sku,
          event.sessionId,
          JSON.stringify(event.data),
        ],
      );
    }
  });
}
