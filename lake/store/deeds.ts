import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deedEventKinds } from '#domain/events/deeds';
import { type CustomerEvent, deedsByCustomer } from '#domain/events/deedsByCustomer';
import type { EventData, EventKind, EventSource } from '#domain/events/types';
import type { CustomerDeeds } from '#domain/selection/model/types';
import { literal, openDuckDb } from './duckdb';
import { openEventsView } from './eventsView';

export interface DeedsWanted {
  programId: string;
  /** Files of later batches are not read, so that a repeat reads the same. */
  untilBatch: number;
  /** Customers who are not to be learned from. */
  without: ReadonlySet<string>;
}

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
    yield* deedsByCustomer(pagesOf(result, wanted.without));
  } finally {
    database.close();
    await rm(spillDirectory, { recursive: true, force: true });
  }
}

type Row = [
  customerId: string,
  kind: string,
  sku: string,
  subscriptionId: string | null,
  atMs: bigint,
  source: string,
  data: string,
];

const questionFor = ({ programId, untilBatch }: DeedsWanted): string => `
  SELECT customer_id, kind, sku, subscription_id, epoch_ms(occurred_at), source, data::VARCHAR FROM events
  WHERE program_id = ${literal(programId)} AND batch <= ${untilBatch} AND sku IS NOT NULL
    AND kind IN (${deedEventKinds.map(literal).join(', ')})
  ORDER BY customer_id, occurred_at, id`;

async function* pagesOf(
  result: { yieldRows(): AsyncIterable<unknown[][]> },
  without: ReadonlySet<string>,
): AsyncGenerator<CustomerEvent[]> {
  for await (const rows of result.yieldRows()) {
    yield (rows as Row[]).filter(([customerId]) => !without.has(customerId)).map(eventOf);
  }
}

const eventOf = ([customerId, kind, sku, subscriptionId, atMs, source, data]: Row): CustomerEvent => ({
  customerId,
  kind: kind as EventKind,
  sku,
  subscriptionId,
  occurredAt: new Date(Number(atMs)),
  source: source as EventSource,
  data: JSON.parse(data) as EventData,
});
