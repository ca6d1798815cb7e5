import { type Database, inTransaction } from '#db/pool';
import { deleteLearned, markSwept } from '#db/privacy/erasure';
import { listKeptFitModels, replaceFitModelBytes } from '#db/sizing/fitModels';
import { lockModels, readModelBytes } from '#db/selection/models';
import { PackedFormatError } from '#domain/numbers/packing';
import { withoutCustomers } from '#domain/sizing/model/index';
import type { Dependencies } from '../dependencies';
import { minuteMs } from '#domain/time';

/** What arrives within this time of an erasure is erased with it: it was on its way. */
const onItsWayMs = minuteMs;

/**
 * Deletes what transactions that ran beside an erasure stored after it had looked, and takes the customer's ID out of every fit
 * model that is kept. Safe to run again: it deletes what came before a recorded time, and an ID that is gone stays so.
 */
export async function sweepErased(
  { db }: Dependencies,
  { customerId, erasedAtMs }: { customerId: string; erasedAtMs: number },
): Promise<void> {
  for (const { programId, version } of await listKeptFitModels(db)) {
    await forgetInFitModel(db, programId, version, customerId);
  }
  const until = new Date(erasedAtMs + onItsWayMs);
  await inTransaction(db, async (tx) => {
    await deleteLearned(tx, customerId, until);
    await markSwept(tx, customerId, until);
  });
}

/** Under the lock of whoever stores one: a model that is stored after this knows of the erasure. */
async function forgetInFitModel(db: Database, programId: string, version: number, customerId: string): Promise<void> {
  await inTransaction(db, async (tx) => {
    await lockModels(tx, programId);
    const bytes = await readModelBytes(tx, programId, version, 'fit');
    if (!bytes) return;
    const forgotten = withoutOne(bytes, customerId);
    if (forgotten !== bytes) await replaceFitModelBytes(tx, programId, version, forgotten);
  });
}

/** Null: another release wrote it, so that nobody can tell what it knows, nor use it. */
function withoutOne(bytes: Uint8Array, customerId: string): Uint8Array | null {
  try {
    return withoutCustomers(bytes, (known) => known === customerId);
  } catch (error) {
    if (error instanceof PackedFormatError) return null;
    throw error;
  }
}
