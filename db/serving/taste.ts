import { profileOf } from '../../domain/search/taste/profile';
import { noTaste, withDeeds } from '../../domain/search/taste/sums';
import type { TasteProfile } from '../../domain/search/types';
import type { Queryable } from '../pool';
import { readStoredTaste } from '../queries/taste';
import { readRecentDeeds } from '../queries/tasteDeeds';

/** What is done in this session is done with the search's purpose in mind: one look in it is worth three from before. */
const sessionTimes = 3;
/** What was done on the days before these is in the profile, or waits for the next refresh. */
const recentDays = 7;
const dayMs = 86_400_000;

/**
 * What search may use of a customer now: the profile of the last refresh with what they did since, most of all in the session
 * that the client names. It stays the same until they do something. Null: nothing is known, or personalization is off, and
 * then nothing but that setting was looked at.
 */
export async function readTaste(
  db: Queryable,
  customerId: string,
  programId: string,
  sessionId: string | null,
): Promise<TasteProfile | null> {
  const of = { customerId, programId };
  const { allowed, stored } = await readStoredTaste(db, of);
  if (!allowed) return null;
  // A day earlier, for what arrived late.
  const since = new Date(Math.max(stored ? stored.asOf.getTime() - dayMs : 0, Date.now() - recentDays * dayMs));
  const { session, others } = await readRecentDeeds(db, of, sessionId, stored?.untilTx ?? '0', since);
  return profileOf(withDeeds(withDeeds(stored?.sums ?? noTaste(), others, 1), session, sessionTimes));
}
