import type { Database } from '#db/pool';
import { dropOldDeadEvents } from '#db/events/deadEvents';
import { dropEventPartition, isExported, listPartitionsBefore, makeEventPartitions } from '#db/events/eventPartitions';
import { daysToMake, defaultRetentionDays, firstDayKept } from '#domain/events/retention';
import type { EventRetentionResult } from '#workflows/eventRetention/messages';
import type { Dependencies } from '../dependencies';

/** Long enough to find the cause; they may hold anything, so no longer. */
const deadEventDays = 30;

/**
 * Makes the partitions of days to come, and drops the days past their retention, unless the warehouse still lacks some
 * of their events. Safe to run again: it looks at what is there.
 */
export async function keepEventPartitions(dependencies: Dependencies): Promise<EventRetentionResult> {
  const { db, warehouse, eventRetentionDays = defaultRetentionDays } = dependencies;
  const nowMs = Date.now();
  const made = await makeEventPartitions(db, daysToMake(nowMs));
  const dropped: string[] = [];
  const left: string[] = [];
  for (const day of await listPartitionsBefore(db, firstDayKept(nowMs, eventRetentionDays))) {
    const isGone = (await mayGo(db, day, warehouse !== undefined)) && (await dropEventPartition(db, day));
    (isGone ? dropped : left).push(day);
  }
  return { made, dropped, left, deadEventsDropped: await dropOldDeadEvents(db, deadEventDays) };
}

const mayGo = async (db: Database, day: string, mustBeExported: boolean): Promise<boolean> =>
  !mustBeExported || isExported(db, day);
