import { deedEventKinds } from '#domain/events/deeds';
import { type CustomerEvent, deedsByCustomer } from '#domain/events/deedsByCustomer';
import type { CustomerDeeds } from '#domain/selection/model/types';
import type { Database, Queryable } from '../pool';

/** Rows of one round trip: some hundred kB. */
const rowsPerFetch = 2_000;

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
    yield* deedsByCustomer(pagesOf(client));
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
     SELECT customer_id AS "customerId", kind, sku, subscription_id AS "subscriptionId", occurred_at AS "occurredAt", source,
       data
     FROM events
     WHERE program_id = $1 AND tx < $2::xid8 AND sku IS NOT NULL AND kind = ANY($3::text[])
       AND customer_id NOT IN (SELECT customer_id FROM customer_settings WHERE NOT personalization)
     ORDER BY customer_id, occurred_at, id`,
    [programId, untilTx, deedEventKinds],
  );
}

async function* pagesOf(tx: Queryable): AsyncGenerator<CustomerEvent[]> {
  for (;;) {
    const { rows } = await tx.query<CustomerEvent>(`FETCH ${rowsPerFetch} FROM deeds`);
    yield rows;
    if (rows.length < rowsPerFetch) return;
  }
}
