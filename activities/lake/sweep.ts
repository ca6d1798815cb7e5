import {
  forgetRetractions,
  pendingErasures,
  pendingRetractions,
  recordRewrite,
  recordSweep,
} from '#db/lake/warehouseSweeps';
import { asWarehouseWriter, type WarehouseSession } from '#db/lake/writerLock';
import { groupBy } from '#domain/numbers/groupBy';
import type { Removals } from '#domain/lake/removals';
import type { Exporter } from './exporter';

export interface Swept {
  /** Customers who were erased. */
  customers: number;
  /** Events that were deleted one by one. */
  retractions: number;
  rewrittenFiles: number;
}

/** In memory at once: some 100 bytes each. */
const retractionsAtOnce = 50_000;

/**
 * Takes out of the files what is gone from the events: everything of erased customers, of whatever age, and events that
 * were deleted one by one. Also from files whose export was killed before it was recorded.
 *
 * Why it is safe to run again: a file is replaced whole, one that is clean already is left alone, and what was asked for is
 * marked as done after the last file. Exports that begin later do not find these events.
 */
export function sweepWarehouseFiles(exporter: Exporter): Promise<Swept> {
  return asWarehouseWriter(exporter.db, async (session) => {
    const erasures = await pendingErasures(session.connection);
    const swept = { customers: erasures.length, retractions: 0, rewrittenFiles: 0 };
    if (erasures.length > 0) {
      swept.rewrittenFiles += await removeFrom(exporter, session, undefined, { erasures, retractions: [] });
      await recordSweep(session.connection, erasures);
    }
    for (;;) {
      const retractions = await pendingRetractions(session.connection, retractionsAtOnce);
      if (retractions.length === 0) return swept;
      for (const [day, ofDay] of groupBy(retractions, (retraction) => retraction.day)) {
        swept.rewrittenFiles += await removeFrom(exporter, session, day, { erasures: [], retractions: ofDay });
      }
      await forgetRetractions(session.connection, retractions);
      swept.retractions += retractions.length;
    }
  });
}

/** How many files of a day, or of all days, were written again. */
async function removeFrom(
  { warehouse }: Exporter,
  { connection, isHeld }: WarehouseSession,
  day: string | undefined,
  removals: Removals,
): Promise<number> {
  await warehouse.clearScratch();
  let rewritten = 0;
  for await (const { key } of warehouse.parts(day)) {
    const part = await warehouse.remove(key, removals, isHeld);
    if (!part) continue;
    await recordRewrite(connection, key, part.rows, part.bytes);
    rewritten++;
  }
  return rewritten;
}
