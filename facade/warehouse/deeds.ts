import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DeedEvent, deedEventKinds, deedsOf } from '../../domain/events/deeds';
import type { EventData, EventKind } from '../../domain/events/types';
import type { CustomerDeeds } from '../../domain/selection/model/types';
import { literal, openDuckDb } from './duckdb';
import { openEventsView } from './eventsView';

export interface DeedsWanted {
  programId: string;
  /** Files of later batches are not read, so that a repeat reads the same. */
  untilBatch: number;
  /** Customers who are not to be learned from. */
  without: ReadonlySet<string>;
}

/** The latest of one customer's events that count, as in the stream from Postgres. */
const maxEventsPerCustomer = 5_000;
/** The sort by customer spills what is above it. */
const memory = '512MB';

/**
 * The deeds of a program's customers from the event files of a directory: one customer after another, each oldest first,
 * as `streamDeeds` reads them from Postgres. DuckDB sorts, on disk where it has to; one customer and one chunk of some
 * 2,000 rows are in memory here.
 */
export async function* streamDeedsFromFiles(directory: string, wanted: DeedsWanted): AsyncGenerator<CustomerDeeds> {
  const spillDirectory = await mkdtemp(join(tmpdir(), 'everbox-deeds-'));
  const database = await openDuckDb({ memory, spillDirectory });
  try {
    await openEventsView(database.connection, directory, spillDirectory);
    const result = await database.connection.stream(questionFor(wanted));
    yield* byCustomer(rowsOf(result), wanted.without);
  } finally {
    database.close();
    await rm(spillDirectory, { recursive: true, force: true });
  }
}

type Row = [customerId: string, kind: string, sku: string, atMs: bigint, data: string];

const questionFor = ({ programId, untilBatch }: DeedsWanted): string => `
  SELECT customer_id, kind, sku, epoch_ms(occurred_at), data::VARCHAR FROM events
  WHERE program_id = ${literal(programId)} AND batch <= ${untilBatch} AND sku IS NOT NULL
    AND kind IN (${deedEventKinds.map(literal).join(', ')})
  ORDER BY customer_id, occurred_at, id`;

async function* rowsOf(result: { yieldRows(): AsyncIterable<unknown[][]> }): AsyncIterable<Row> {
  for await (const rows of result.yieldRows()) yield* rows as Row[];
}

async function* byCustomer(rows: AsyncIterable<Row>, without: ReadonlySet<string>): AsyncGenerator<CustomerDeeds> {
  let current: string | undefined;
  let events: DeedEvent[] = [];
  const finished = (customerId: string): CustomerDeeds => ({
    customerId,
    deeds: deedsOf(events.slice(-maxEventsPerCustomer)),
  });
  for await (const [customerId, kind, sku, atMs, data] of rows) {
    if (without.has(customerId)) continue;
    if (customerId !== current) {
      if (current !== undefined) yield finished(current);
      current = customerId;
      events = [];
    }
    const occurredAt = new Date(Number(atMs));
    events.push({ kind: kind as EventKind, sku, occurredAt, data: JSON.parse(data) as EventData });
    if (events.length >= 2 * maxEventsPerCustomer) events = events.slice(-maxEventsPerCustomer);
  }
  if (current !== undefined) yield finished(current);
}
