import type { Pool } from 'pg';
import type { z } from 'zod';
import type { CallView, EffectView, LedgerSummary, ledgerQuery, Page } from './views';

type Query = z.output<typeof ledgerQuery>;

/**
 * Oldest first. The cursor is the row's number, which is given before its transaction commits: a reader that must miss
 * nothing reads when no call is under way.
 */
const where = `
  WHERE ($1::text IS NULL OR partner = $1) AND ($2::text IS NULL OR operation = $2)
    AND ($3::text IS NULL OR reference ^@ $3) AND ($4::text IS NULL OR idempotency_key = $4)
    AND sequence > $5 ORDER BY sequence LIMIT $6`;

async function readPage<T extends object>(pool: Pool, select: string, query: Query): Promise<Page<T>> {
  const { partner, operation, referencePrefix, idempotencyKey, cursor, limit } = query;
  const { rows } = await pool.query<{ item: T; cursor: string }>(`${select} ${where}`, [
    partner ?? null,
    operation ?? null,
    referencePrefix ?? null,
    idempotencyKey ?? null,
    cursor ?? '0',
    limit + 1,
  ]);
  const shown = rows.slice(0, limit);
  const nextCursor = rows.length > limit ? (shown.at(-1)?.cursor ?? null) : null;
  return { items: shown.map(({ item }) => item), nextCursor };
}

/** Of a parcel's webhook: it tells of the door, at a time that has come and before which it was not cancelled. */
const isDelivered = `status = 'delivered' AND occurred_at <= now() AND (voided_at IS NULL OR voided_at >= occurred_at)`;

export function readEffects(pool: Pool, query: Query): Promise<Page<EffectView>> {
  const select = `
    SELECT sequence::text AS "cursor", json_build_object('id', id, 'partner', partner, 'operation', operation,
      'idempotencyKey', idempotency_key, 'reference', reference, 'state', state, 'amountCents', amount_cents,
      'currency', currency, 'undoes', undoes, 'template', template, 'createdAt', created_at,
      'deliveredAt', (SELECT min(occurred_at) FROM simulator.webhooks AS arrival
        WHERE arrival.reference = effects.reference AND tracking_number = effects.id AND ${isDelivered})) AS item
    FROM simulator.effects`;
  return readPage(pool, select, query);
}

export function readCalls(pool: Pool, query: Query): Promise<Page<CallView>> {
  const select = `
    SELECT sequence::text AS "cursor", json_build_object('partner', partner, 'operation', operation,
      'idempotencyKey', idempotency_key, 'reference', reference, 'requestHash', request_hash, 'request', request,
      'status', status, 'faults', faults, 'hadEffect', had_effect, 'receivedAt', received_at) AS item
    FROM simulator.calls`;
  return readPage(pool, select, query);
}

/**
 * "Starts with" as a range, since only that takes the index for prefixes out of a list: references sort by bytes, and
 * no character comes after the last one of Unicode.
 */
const summarySql = `
  WITH mine AS MATERIALIZED (
    SELECT effect.* FROM unnest($1::text[]) AS given (prefix)
      JOIN simulator.effects AS effect ON effect.reference >= prefix AND effect.reference < prefix || chr(1114111)
  ), per_reference AS (
    SELECT reference,
      count(*) FILTER (WHERE operation = 'charge') AS charges,
      count(*) FILTER (WHERE operation = 'charge' AND state = 'live') AS live_charges,
      count(*) FILTER (WHERE operation = 'handOff' AND state = 'live') AS live_handoffs,
      count(*) FILTER (WHERE operation = 'bookParcel' AND state = 'live') AS live_parcels
    FROM mine GROUP BY reference
  )
  SELECT json_build_object(
    'charges', (SELECT count(*) FROM mine WHERE operation = 'charge'),
    'refunds', (SELECT count(*) FROM mine WHERE operation = 'refund'),
    'handoffs', (SELECT count(*) FROM mine WHERE operation = 'handOff'),
    'parcels', (SELECT count(*) FROM mine WHERE operation = 'bookParcel'),
    'charged', (SELECT count(*) FROM per_reference WHERE charges > 0),
    'chargedTwice', (SELECT count(*) FROM per_reference WHERE live_charges > 1),
    'shipped', (SELECT count(*) FROM per_reference WHERE live_parcels > 0),
    'shippedTwice', (SELECT count(*) FROM per_reference WHERE live_handoffs > 1 OR live_parcels > 1),
    'delivered', (
      SELECT count(DISTINCT reference) FROM unnest($1::text[]) AS given (prefix)
        JOIN simulator.webhooks ON reference >= prefix AND reference < prefix || chr(1114111)
      WHERE ${isDelivered}
    ),
    'messages', (
      SELECT coalesce(json_object_agg(template, sent), '{}')
      FROM (SELECT template, count(*) AS sent FROM mine WHERE template IS NOT NULL GROUP BY template) AS by_template
    )
  ) AS summary`;

/** Counts over the effects whose reference starts with one of `prefixes`, '' being all of them. */
export async function readSummary(pool: Pool, prefixes: string[]): Promise<LedgerSummary> {
  const distinct = distinctPrefixes(prefixes);
  const { rows } = await pool.query<{ summary: LedgerSummary }>(summarySql, [distinct]);
  if (!rows[0]) throw new Error('a summary is always one row');
  return rows[0].summary;
}

/** Without those that start with another one: an effect would be counted once for each. */
export function distinctPrefixes(prefixes: string[]): string[] {
  const kept: string[] = [];
  for (const prefix of prefixes.toSorted()) {
    const last = kept.at(-1);
    if (last === undefined || !prefix.startsWith(last)) kept.push(prefix);
  }
  return kept;
}
