import type { Queryable } from '#db/pool';
import { type DeliveryCount, readDeliveryCounts } from '#db/monitoring/deliveryMetrics';
import { dayMs, hourMs } from '#domain/time';

/** Upper bounds of the buckets, seconds: the promises (900 to the handoff, 3,600 and 7,200 to the door) are bounds themselves. */
export const durationBounds = {
  handoffSeconds: [60, 120, 180, 300, 420, 600, 750, 900, 1_200, 1_800, 3_600],
  deliverySeconds: [600, 900, 1_200, 1_800, 2_400, 3_000, 3_600, 4_500, 5_400, 7_200, 10_800],
} as const;

/** A delivery ends, and an offer is answered, long before this; what is older does not change any more. */
const settledAfterMs = dayMs;
/** How far the settled part may lag behind that before it is moved on: what it saves is the counting of those rows. */
const moveEveryMs = hourMs;

/**
 * Totals since the first order, for counters that survive a restart: they are counted in the rows, so a new process
 * goes on where the last one was. Rows older than a day are counted once per process and remembered as sums; a scrape
 * counts the last day only.
 */
export class DeliveryTotals {
  private settled: readonly DeliveryCount[] = [];
  private settledUntilMs = 0;

  constructor(
    private readonly db: Queryable,
    /** Wall time, ms since the epoch. */
    private readonly now: () => number = Date.now,
  ) {}

  async read(): Promise<DeliveryCount[]> {
    const settleUntilMs = this.now() - settledAfterMs;
    if (settleUntilMs - this.settledUntilMs > moveEveryMs) {
      const span = { fromMs: this.settledUntilMs, toMs: settleUntilMs };
      const older = await readDeliveryCounts(this.db, span, durationBounds);
      this.settled = added(this.settled, older);
      this.settledUntilMs = settleUntilMs;
    }
    // A little beyond now: Postgres' clock may be ahead of ours.
    const recent = { fromMs: this.settledUntilMs, toMs: this.now() + moveEveryMs };
    return added(this.settled, await readDeliveryCounts(this.db, recent, durationBounds));
  }
}

/** Sums of two lists of counts, one row per (zone, measure, key). */
function added(left: readonly DeliveryCount[], right: readonly DeliveryCount[]): DeliveryCount[] {
  const sums = new Map<string, DeliveryCount>();
  for (const { zoneId, measure, key, count, seconds } of [...left, ...right]) {
    const name = JSON.stringify([zoneId, measure, key]);
    const sum = sums.get(name);
    sums.set(name, {
      zoneId,
      measure,
      key,
      count: count + (sum?.count ?? 0),
      seconds: seconds + (sum?.seconds ?? 0),
    });
  }
  return [...sums.values()];
}
