import { profileOf } from '../../domain/search/taste/profile';
import { noTaste, withDeeds } from '../../domain/search/taste/sums';
import type { TasteProfile } from '../../domain/search/types';
import type { Queryable } from '../pool';
import { readStoredTaste, type TasteOf } from '../queries/taste';
import { readRecentDeeds } from '../queries/tasteDeeds';

/** What is done in this session is done with the search's purpose in mind: one look in it is worth three from before. */
const sessionTimes = 3;
/** What was done on the days before these is in the profile, or waits for the next refresh. */
const recentDays = 7;
const dayMs = 86_400_000;

/** What search may use of a customer. */
export interface KnownTaste {
  /** False: personalization is off, and nothing but that setting was looked at. */
  allowed: boolean;
  /** Null: nothing is known, or may be. */
  profile: TasteProfile | null;
  /** All that had committed by this moment is in it, and nothing else: a `pg_snapshot` as text. */
  seenBy: string;
}

/**
 * The profile of the last refresh with what the customer did since, most of all in the session that the client names. It stays
 * the same until they do something. `seenBy` of an earlier answer gives the same again, without what they did since then,
 * as long as there was no refresh in between.
 */
export async function readTaste(
  db: Queryable,
  of: TasteOf,
  sessionId: string | null,
  seenBy: string | null = null,
): Promise<KnownTaste> {
  const { allowed, stored, seenBy: now } = await readStoredTaste(db, of);
  if (!allowed) return { allowed, profile: null, seenBy: now };
  // A day earlier, for what arrived late.
  const since = new Date(Math.max(stored ? stored.asOf.getTime() - dayMs : 0, Date.now() - recentDays * dayMs));
  const span = { sinceTx: stored?.untilTx ?? '0', seenBy: seenBy ?? now, since };
  const { session, others } = await readRecentDeeds(db, of, sessionId, span);
  const sums = withDeeds(withDeeds(stored?.sums ?? noTaste(), others, 1), session, sessionTimes);
  return { allowed, profile: profileOf(sums), seenBy: span.seenBy };
}
