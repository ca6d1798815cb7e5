import { deedEventKinds, type DeedEvent, deedsOf } from '#domain/events/deeds';
import type { Deed } from '#domain/selection/model/types';
import type { CatalogItem, SelectionHistory } from '#domain/selection/types';
import type { Queryable } from '../pool';

/** Every item of a program, with the units that can be promised now. Samples make way for a merchant's own items. */
export async function readCatalog(db: Queryable, programId: string): Promise<CatalogItem[]> {
  const { rows } = await db.query<CatalogItem>(
    `SELECT sku, title, category_path AS "categoryPath", brand, price_cents AS "priceCents", rating,
       review_count AS "reviewCount", awards, age_min_years AS "ageMinYears", age_max_years AS "ageMaxYears",
       on_hand - reserved AS available, style_id AS "styleId", size
     FROM items JOIN stock USING (program_id, sku)
     WHERE program_id = $1
       AND NOT (is_sample AND EXISTS (SELECT FROM items own WHERE own.program_id = $1 AND NOT own.is_sample))
     ORDER BY sku`,
    [programId],
  );
  return rows;
}

/** Changes whenever a catalog that is prepared anew could come out different: items, the program, what is sold out. */
export async function readCatalogStamp(db: Queryable, programId: string): Promise<string> {
  const { rows } = await db.query<{ stamp: string }>(
    `SELECT concat_ws('|', (SELECT published_at FROM programs WHERE id = $1), count(*), max(i.updated_at),
       md5(string_agg(i.sku, ',' ORDER BY i.sku) FILTER (WHERE s.on_hand <= s.reserved))) AS stamp
     FROM items i JOIN stock s USING (program_id, sku) WHERE i.program_id = $1`,
    [programId],
  );
  return rows[0]!.stamp;
}

/** The SKUs of a program of which no unit can be promised. */
export async function readSoldOut(db: Queryable, programId: string): Promise<string[]> {
  const { rows } = await db.query<{ sku: string }>(
    'SELECT sku FROM stock WHERE program_id = $1 AND on_hand <= reserved',
    [programId],
  );
  return rows.map((row) => row.sku);
}

/** What of these can still be promised: the catalog that a worker holds may be some seconds old. */
export async function readAvailable(db: Queryable, programId: string, skus: string[]): Promise<Set<string>> {
  const { rows } = await db.query<{ sku: string }>(
    'SELECT sku FROM stock WHERE program_id = $1 AND sku = ANY($2) AND on_hand > reserved',
    [programId, skus],
  );
  return new Set(rows.map((row) => row.sku));
}

/** What the customer's cycles of this program say, from all of their subscriptions to it. */
export async function readHistory(db: Queryable, customerId: string, programId: string): Promise<SelectionHistory> {
  const { rows } = await db.query<{
    status: string;
    sku: string | null;
    swapped_away: string[];
    forgotten: boolean | null;
    shipped: string | null;
  }>({
    name: 'read-history', // planned once per connection: planning takes as long as running it
    // A skipped item may be forgotten at the customer's wish; it is stripped from swapped_away where that is written.
    text: `SELECT c.status, c.sku, c.swapped_away, c.sku = ANY (c.forgotten_skus) AS forgotten, s.sku AS shipped
     FROM cycles c JOIN subscriptions u ON u.id = c.subscription_id
     LEFT JOIN shipments s ON s.subscription_id = c.subscription_id AND s.cycle = c.number AND s.phase <> 'abandoned'
     WHERE u.customer_id = $1 AND u.program_id = $2
     ORDER BY c.opened_at`,
    values: [customerId, programId],
  });
  const sent = rows.flatMap((row) => (row.status === 'shipped' ? [row.shipped ?? row.sku] : []));
  return {
    sentSkus: sent.filter((sku) => sku !== null),
    refusedSkus: rows.flatMap((row) => row.swapped_away),
    skippedSkus: rows.flatMap((row) => (row.status === 'skipped' && row.sku && !row.forgotten ? [row.sku] : [])),
  };
}

/** Deeds that count live: more would change no score that anybody could see. */
const latestDeeds = 500;

/** What this customer did with items of the program so far, oldest first: the events that training reads too. */
export async function readDeeds(db: Queryable, customerId: string, programId: string): Promise<Deed[]> {
  const { rows } = await db.query<DeedEvent>({
    // Planned once per connection: there is a partition for every day that is kept, and planning for 400 of them takes 70 ms.
    name: 'read-deeds',
    text: `SELECT kind, sku, subscription_id AS "subscriptionId", occurred_at AS "occurredAt", source, data FROM events
     WHERE program_id = $1 AND customer_id = $2 AND sku IS NOT NULL AND kind = ANY($3)
     ORDER BY occurred_at DESC, id DESC LIMIT $4`,
    values: [programId, customerId, deedEventKinds, latestDeeds],
  });
  return deedsOf(rows.reverse());
}

/** The mark below which every transaction has ended: what was written before it is all there. As text: 64 bits. */
export async function readFinalTx(db: Queryable): Promise<string> {
  const { rows } = await db.query<{ tx: string }>('SELECT pg_snapshot_xmin(pg_current_snapshot())::text AS tx');
  return rows[0]!.tx;
}
