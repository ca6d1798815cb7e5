import { deedEventKinds, type DeedEvent, deedsOf } from '../../domain/events/deeds';
import type { CustomerDeeds } from '../../domain/selection/model/types';
import type { Database, Queryable } from '../pool';

/** Rows of one round trip: some hundred kB. */
const rowsPerFetch = 2_000;
/** The latest of one customer's events that count: a client that sends views without end must not fill the memory. */
const maxEventsPerCustomer = 5_000;

interface Row extends DeedEvent {
  customerId: string;
}

/**
 * The deeds of a program's customers, one customer after another, each oldest first: of all events of transactions before
 * `untilTx`, which must have ended (below `pg_snapshot_xmin`), so that a repeat reads the same. One customer and one page
 * of rows are in memory at a time. It holds a connection until it is read to its end or left.
 */
export async function* streamDeeds(db: Database, programId: string, untilTx: string): AsyncGenerator<CustomerDeeds> {
  const client = await db.connect();
  let broken: Error | undefined;
  try {
    await openCursor(client, programId, untilTx);
    yield* byCustomer(client);
  } finally {
    // Read only: there is nothing to commit.
    await client.query('ROLLBACK').catch((error: Error) => {
      broken = error;
    });
    client.release(broken);
  }
}

async function openCursor(tx: Queryable, programId: string, untilTx: string): Promise<void> {
  // The plan for all rows, not for the first ones soon. The first page may wait for a sort of everything.
  await tx.query(`BEGIN READ ONLY; SET LOCAL cursor_tuple_fraction = 1; SET LOCAL statement_timeout = '30min'`);
  await tx.query(
    `DECLARE deeds NO SCROLL CURSOR FOR
     SELECT customer_id AS "customerId", kind, sku, occurred_at AS "occurredAt", data FROM events
     WHERE program_id = $1 AND tx < $2::xid8 AND sku IS NOT NULL AND kind = ANY($3::text[])
       AND customer_id NOT IN (SELECT customer_id FROM customer_settings WHERE NOT personalization)
     ORDER BY customer_id, occurred_at, id`,
    [programId, untilTx, deedEventKinds],
  );
}

async function* byCustomer(tx: Queryable): AsyncGenerator<CustomerDeeds> {
  let customerId: string | undefined;
  let events: DeedEvent[] = [];
  for (;;) {
    const { rows } = await tx.query<Row>(`FETCH ${rowsPerFetch} FROM deeds`);
    for (const row of rows) {
      if (row.customerId !== customerId) {
        if (customerId !== undefined) yield { customerId, deeds: deedsOf(events.slice(-maxEventsPerCustomer)) };
        customerId = row.customerId;
        events = [];
      }
      events.push(row);
      if (events.length >= 2 * maxEventsPerCustomer) events = events.slice(-maxEventsPerCustomer);
    }
    if (rows.length < rowsPerFetch) break;
  }
  if (customerId !== undefined) yield { customerId, deeds: deedsOf(events.slice(-maxEventsPerCustomer)) };
}
