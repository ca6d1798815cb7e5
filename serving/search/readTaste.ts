import { profileOf } from '#domain/search/taste/profile';
import { noTaste, withDeeds } from '#domain/search/taste/sums';
import type { TasteSums } from '#domain/search/taste/types';
import type { TasteProfile } from '#domain/search/types';
import type { SizingRules } from '#domain/program/types';
import { Fitting } from '#domain/sizing/fitting';
import type { Queryable } from '#db/pool';
import { readSizingStanding } from '#db/sizing/sizedCustomer';
import { readStoredTaste, type StoredTaste, type TasteOf } from '#db/search/taste';
import { readRecentDeeds } from '#db/search/tasteDeeds';
import { dayMs } from '#domain/time';

/** What is done in this session is done with the search's purpose in mind: one look in it is worth three from before. */
const sessionTimes = 3;
/** What was done on the days before these is in the profile, or waits for the next refresh. */
const recentDays = 7;

/** What a taste was made of: the same again makes the same again, whatever the customer did since. */
export interface TasteMoment {
  /** All that had committed by then, and nothing else: a `pg_snapshot` as text. */
  seenBy: string;
  /** The size that was likeliest right for the customer; null: nothing said so, or the program has no sizes. */
  size: string | null;
}

/** What search may use of a customer. */
export interface KnownTaste {
  /** False: personalization is off, and nothing but that setting was looked at. */
  allowed: boolean;
  /** Null: nothing is known, or may be. */
  profile: TasteProfile | null;
  asOf: TasteMoment;
}

export interface TasteOptions {
  /** Of the program, where its items come in sizes. */
  sizing?: SizingRules | undefined;
  /** The session that the client names, which counts most. */
  sessionId?: string | null;
  /** Of an earlier answer: without what the customer did since then, as long as there was no refresh in between. */
  asOf?: TasteMoment | null;
}

/**
 * The profile of the last refresh with what the customer did since, most of all in this session, and with the size that they
 * said, measured or found to be theirs. It stays the same until they do something.
 */
export async function readTaste(
  db: Queryable,
  of: TasteOf,
  { sizing, sessionId = null, asOf = null }: TasteOptions = {},
): Promise<KnownTaste> {
  const { allowed, stored, seenBy: now } = await readStoredTaste(db, of);
  if (!allowed) return { allowed, profile: null, asOf: { seenBy: now, size: null } };
  const seenBy = asOf?.seenBy ?? now;
  const [sums, size] = await Promise.all([
    sumsOf(db, of, stored, sessionId, seenBy),
    asOf ? asOf.size : likelySize(db, of, sizing),
  ]);
  return { allowed, profile: wearing(profileOf(sums), size), asOf: { seenBy, size } };
}

/** What a taste is made of now, outside of any session; null: personalization is off. */
export async function readTasteSums(db: Queryable, of: TasteOf): Promise<TasteSums | null> {
  const { allowed, stored, seenBy } = await readStoredTaste(db, of);
  return allowed ? sumsOf(db, of, stored, null, seenBy) : null;
}

async function sumsOf(
  db: Queryable,
  of: TasteOf,
  stored: StoredTaste | null,
  sessionId: string | null,
  seenBy: string,
): Promise<TasteSums> {
  // A day earlier, for what arrived late.
  const since = new Date(Math.max(stored ? stored.asOf.getTime() - dayMs : 0, Date.now() - recentDays * dayMs));
  const span = { sinceTx: stored?.untilTx ?? '0', seenBy, since };
  const { session, others } = await readRecentDeeds(db, of, sessionId, span);
  return withDeeds(withDeeds(stored?.sums ?? noTaste(), others, 1), session, sessionTimes);
}

/** By the belief about the customer alone: the trained model has no say in what they wear of no brand in particular. */
async function likelySize(
  db: Queryable,
  { customerId, programId }: TasteOf,
  sizing: SizingRules | undefined,
): Promise<string | null> {
  if (!sizing) return null;
  const { customer } = await readSizingStanding(db, programId, customerId, sizing);
  return new Fitting(sizing, customer, null).likelySize;
}

/** What they are likely to wear goes before what they kept, which may have been for somebody else. */
const wearing = (profile: TasteProfile | null, size: string | null): TasteProfile | null =>
  size === null ? profile : { brands: {}, categories: {}, priceCents: null, ...profile, sizes: [size] };
