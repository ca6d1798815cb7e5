import { noTaste } from '#domain/search/taste/sums';
import type { TasteSums } from '#domain/search/taste/types';
import type { Queryable } from '../pool';

/** Whose taste, where. */
export interface TasteOf {
  customerId: string;
  programId: string;
}

/** A profile as the last refresh left it. */
export interface StoredTaste {
  sums: TasteSums;
  /** Every event of transactions before this one is in it. As text: 64 bits. */
  untilTx: string;
  asOf: Date;
}

export interface TasteStanding {
  /** May search know the customer? */
  allowed: boolean;
  /** Null when there is nothing. */
  stored: StoredTaste | null;
  /** What had committed when this was read: a `pg_snapshot` as text. */
  seenBy: string;
}

type Row = Pick<TasteStanding, 'allowed' | 'seenBy'> & { [Field in keyof StoredTaste]: StoredTaste[Field] | null };

/** What the last refresh says of the customer; the profile is looked at only where the setting allows it. One round trip. */
export async function readStoredTaste(db: Queryable, { customerId, programId }: TasteOf): Promise<TasteStanding> {
  const { rows } = await db.query<Row>({
    name: 'read-taste', // planned once per connection: planning would take longer than running it
    text: `
      SELECT coalesce(c.personalization, true) AS allowed, t.sums, t.until_tx::text AS "untilTx", t.as_of AS "asOf",
        pg_current_snapshot()::text AS "seenBy"
      FROM (SELECT) AS one
      LEFT JOIN customer_settings c ON c.customer_id = $1
      LEFT JOIN taste_profiles t ON coalesce(c.personalization, true) AND t.customer_id = $1 AND t.program_id = $2`,
    values: [customerId, programId],
  });
  const { allowed, sums, untilTx, asOf, seenBy } = rows[0]!;
  return { allowed, stored: allowed && sums && untilTx && asOf ? { sums, untilTx, asOf } : null, seenBy };
}

export interface NewTaste {
  customerId: string;
  sums: TasteSums;
}

/** A refresh's pass over what customers did: what it reads, and when it began. */
export interface TastePass {
  programId: string;
  untilTx: string;
  asOf: Date;
}

/** The database's clock, by which settings and erasures are stamped. */
export async function readClock(db: Queryable): Promise<Date> {
  const { rows } = await db.query<{ now: Date }>('SELECT clock_timestamp() AS now');
  return rows[0]!.now;
}

/**
 * Stores profiles, in a transaction of its own: not of who turned personalization off, was erased or had an item forgotten
 * since the pass began, whose events it may have read all the same. Repeats put the same in their place.
 */
export async function storeTastes(
  tx: Queryable,
  { programId, untilTx, asOf }: TastePass,
  tastes: NewTaste[],
): Promise<void> {
  // See drop_taste in migration 0011: settings that change from here on wait for the end of this transaction.
  await tx.query(`SELECT pg_advisory_xact_lock(hashtext('taste_profiles'))`);
  await tx.query(
    `INSERT INTO taste_profiles (program_id, until_tx, as_of, customer_id, sums)
     SELECT $1, $2::xid8, $3::timestamptz, n.customer_id, n.sums
     FROM unnest($4::text[], $5::jsonb[]) AS n (customer_id, sums)
     WHERE NOT EXISTS (SELECT FROM customer_settings c WHERE c.customer_id = n.customer_id
       AND (NOT c.personalization OR c.updated_at >= $3))
     ON CONFLICT (customer_id, program_id) DO UPDATE SET sums = excluded.sums, until_tx = excluded.until_tx,
       as_of = excluded.as_of WHERE taste_profiles.as_of <= excluded.as_of`,
    [
      programId,
      untilTx,
      asOf,
      tastes.map(({ customerId }) => customerId),
      tastes.map(({ sums }) => JSON.stringify(sums)),
    ],
  );
}

/** Deletes the profiles that a pass did not find anything for: of customers whose events are gone or have faded. */
export async function dropOlderTastes(tx: Queryable, { programId, asOf }: TastePass): Promise<void> {
  await tx.query('DELETE FROM taste_profiles WHERE program_id = $1 AND as_of < $2', [programId, asOf]);
}

/**
 * Puts nothing in the place of a customer's profile, as of now: until the next refresh, search knows of them what they do from
 * here on. The row keeps a refresh that is under way from storing what it read before; who has personalization off needs none.
 */
export async function forgetTaste(tx: Queryable, { customerId, programId }: TasteOf): Promise<void> {
  await tx.query(`SELECT pg_advisory_xact_lock_shared(hashtext('taste_profiles'))`);
  await tx.query(
    `INSERT INTO taste_profiles (customer_id, program_id, sums, until_tx, as_of)
     SELECT $1, p.id, $3, pg_current_xact_id(), clock_timestamp() FROM programs p
     WHERE p.id = $2 AND NOT EXISTS (SELECT FROM customer_settings WHERE customer_id = $1 AND NOT personalization)
     ON CONFLICT (customer_id, program_id) DO UPDATE SET sums = excluded.sums, until_tx = excluded.until_tx,
       as_of = excluded.as_of`,
    [customerId, programId, JSON.stringify(noTaste())],
  );
}
