import { type DeadEvent, insertDeadEvents } from '#db/events/deadEvents';
import { type IncomingEvent, ingestEvents } from '#db/events/eventIngest';
import { touchCustomers } from '#db/events/customerActivity';
import { makeEventPartitions } from '#db/events/eventPartitions';
import { type Database, inTransaction, type Queryable } from '#db/pool';
import { countsAtOnce } from '#domain/events/deeds';
import { dayOf } from '#domain/events/retention';

/** What one request leaves to be stored. */
export interface EventBatch {
  events: IncomingEvent[];
  dead: DeadEvent[];
}

/** Of each batch, how many of its events were new. */
export type StoreBatches = (batches: EventBatch[]) => Promise<number[]>;

/** Stores batches in one transaction: all of them are durable when it resolves, or none when it rejects. */
export function batchWriter(db: Database): StoreBatches {
  // Days whose partition is known to be there. A partition is only ever dropped once its events would be refused.
  const knownDays = new Set<string>();
  return async (batches) => {
    const { events, origins } = distinct(batches);
    const dead = [...new Map(batches.flatMap((each) => each.dead).map((each) => [each.digest, each])).values()];
    try {
      await requireDays(db, events, knownDays);
      const there = new Set(await inTransaction(db, (tx) => store(tx, events, dead)));
      const added = batches.map(() => 0);
      for (const [position, origin] of origins.entries()) if (!there.has(position)) added[origin]!++;
      return added;
    } catch (error) {
      knownDays.clear(); // nothing is known of a database that was replaced, or whose partitions are gone
      throw error;
    }
  };
}

async function store(tx: Queryable, events: IncomingEvent[], dead: DeadEvent[]): Promise<number[]> {
  const there = events.length > 0 ? await ingestEvents(tx, events) : [];
  await insertDeadEvents(tx, dead);
  const known = new Set(there);
  const deeds = events.filter(({ kind }, position) => countsAtOnce(kind) && !known.has(position));
  await touchCustomers(tx, [...new Set(deeds.map(({ customerId }) => customerId))]);
  return there;
}

/** Of each (customer, ID) the first; `origins` says which batch each one came from. */
function distinct(batches: EventBatch[]): { events: IncomingEvent[]; origins: number[] } {
  const seen = new Set<string>();
  const events: IncomingEvent[] = [];
  const origins: number[] = [];
  for (const [origin, batch] of batches.entries()) {
    for (const event of batch.events) {
      const key = `${event.customerId} ${event.id}`;
      if (seen.has(key)) continue;
      seen.add(key);
      events.push(event);
      origins.push(origin);
    }
  }
  return { events, origins };
}

async function requireDays(db: Database, events: IncomingEvent[], known: Set<string>): Promise<void> {
  const days = new Set(events.map(({ occurredAtMs }) => dayOf(occurredAtMs)));
  const missing = [...days].filter((day) => !known.has(day)).sort();
  await makeEventPartitions(db, missing);
  for (const day of missing) known.add(day);
}
