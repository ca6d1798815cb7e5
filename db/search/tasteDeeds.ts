import { deedEventKinds, type DeedEvent, deedsOf } from '#domain/events/deeds';
import { withoutRepeats } from '#domain/events/ownWord';
import type { TasteDeed, TasteItem } from '#domain/search/taste/types';
import type { Queryable } from '../pool';
import type { TasteOf } from './taste';
import { dayMs } from '#domain/time';

/** What is looked at beyond this adds nothing that anybody could see. */
const latestDeeds = 200;

/** What a customer did since a refresh, in this session and apart from it. */
export interface RecentDeeds {
  session: TasteDeed[];
  others: TasteDeed[];
}

/** Which of a customer's deeds are read. */
export interface DeedSpan {
  /** Of this transaction and those after it. As text: 64 bits. */
  sinceTx: string;
  /** Of transactions that this snapshot sees, a `pg_snapshot` as text: whatever came later stays out. */
  seenBy: string;
  /** Of this day and those after it. */
  since: Date;
}

interface Row extends DeedEvent {
  inSession: boolean | null;
  item: TasteItem | null;
}

/**
 * The customer's deeds. Events are kept by day: `since` and tomorrow are what keeps this from looking into each of hundreds of
 * partitions, and so they must be parameters of a statement that is planned for them, not of a named one.
 */
export async function readRecentDeeds(
  db: Queryable,
  { customerId, programId }: TasteOf,
  sessionId: string | null,
  { sinceTx, seenBy, since }: DeedSpan,
): Promise<RecentDeeds> {
  const { rows } = await db.query<Row>(
    // OFFSET 0: the customer's events first, by the index on them. Where statistics are of before the refresh, nothing seems to be
    // newer than it, and the index on transactions would be gone through for everybody's events since.
    `SELECT e.kind, e.sku, e."subscriptionId", e.source, e."occurredAt", e.data, e."inSession",
       CASE WHEN i.sku IS NOT NULL THEN jsonb_build_object('brand', i.brand, 'categoryPath', i.category_path,
         'priceCents', i.price_cents, 'ageMinYears', i.age_min_years, 'ageMaxYears', i.age_max_years,
         'size', i.size) END AS item
     FROM (
       SELECT id, kind, sku, subscription_id AS "subscriptionId", source, occurred_at AS "occurredAt", data, tx,
         session_id = $3 AS "inSession"
       FROM events
       WHERE program_id = $1 AND customer_id = $2 AND sku IS NOT NULL AND kind = ANY($4)
         AND occurred_on BETWEEN $6::date AND $7::date
       OFFSET 0) e
     LEFT JOIN items i ON i.program_id = $1 AND i.sku = e.sku
     WHERE e.tx >= $5::xid8 AND pg_visible_in_snapshot(e.tx, $8::pg_snapshot)
     ORDER BY e."occurredAt" DESC, e.id DESC LIMIT ${latestDeeds}`,
    [
      programId,
      customerId,
      sessionId,
      deedEventKinds,
      sinceTx,
      dayOf(since.getTime()),
      dayOf(Date.now() + dayMs),
      seenBy,
    ],
  );
  const oldestFirst = withoutRepeats(rows.reverse());
  return {
    session: tasteDeeds(oldestFirst.filter(({ inSession }) => inSession)),
    others: tasteDeeds(oldestFirst.filter(({ inSession }) => !inSession)),
  };
}

const dayOf = (ms: number): string => new Date(ms).toISOString().slice(0, 10);

function tasteDeeds(rows: Row[]): TasteDeed[] {
  const items = new Map(rows.map(({ sku, item }) => [sku, item]));
  return deedsOf(rows).map((deed) => ({ deed, item: items.get(deed.sku) ?? null }));
}
