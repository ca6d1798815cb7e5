import type { ChangeBuckets, ChangeLimit, LimitRules } from './types';
import { dayMs, minuteMs } from '../time';

const windowMs: Record<ChangeLimit, number> = { changesPerMinute: minuteMs, changesPerDay: dayMs };

export type ChangeVerdict = { taken: ChangeBuckets } | { limit: ChangeLimit; waitMs: number };

/**
 * One change's token out of both buckets (token buckets, kept as the generic cell rate algorithm does: one instant each).
 * A full bucket holds `limits[limit]` tokens, and an empty one is full again after its minute or day. Where one is empty,
 * nothing is taken; from `waitMs` on, and if nobody else changes anything, there is a token in both.
 */
export function takeChange(buckets: ChangeBuckets, limits: LimitRules, nowMs: number): ChangeVerdict {
  const minute = drained('changesPerMinute', buckets, limits, nowMs);
  const day = drained('changesPerDay', buckets, limits, nowMs);
  const longest = day.waitMs > minute.waitMs ? day : minute;
  if (longest.waitMs > 0) return { limit: longest.limit, waitMs: longest.waitMs };
  return { taken: { changesPerMinute: minute.fullAtMs, changesPerDay: day.fullAtMs } };
}

/** A bucket with one token less, and for how long it can't be had. */
function drained(limit: ChangeLimit, buckets: ChangeBuckets, limits: LimitRules, nowMs: number) {
  // Whole milliseconds, rounded down: a bucket never holds fewer tokens than its limit.
  const tokenMs = Math.floor(windowMs[limit] / limits[limit]);
  const fullAtMs = Math.max(buckets[limit], nowMs) + tokenMs;
  return { limit, fullAtMs, waitMs: Math.max(0, fullAtMs - nowMs - windowMs[limit]) };
}
