import { inTransaction } from '../../db/pool';
import { deleteLearned, markSwept } from '../../db/queries/erasure';
import type { Dependencies } from '../dependencies';

/** What arrives within this time of an erasure is erased with it: it was on its way. */
const onItsWayMs = 60_000;

/**
 * Deletes what transactions that ran beside an erasure stored after it had looked. Safe to run again: it deletes what
 * came before a recorded time.
 */
export async function sweepErased(
  { db }: Dependencies,
  { customerId, erasedAtMs }: { customerId: string; erasedAtMs: number },
): Promise<void> {
  const until = new Date(erasedAtMs + onItsWayMs);
  await inTransaction(db, async (tx) => {
    await deleteLearned(tx, customerId, until);
    await markSwept(tx, customerId, until);
  });
}
