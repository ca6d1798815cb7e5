import { dayMs } from '../time';

/** A year of cycles and some more, so that a yearly habit can still be learnt when it comes round. */
export const defaultRetentionDays = 400;

/** `2026-11-23`: the UTC day of an instant, which is how partitions of `events` are cut. */
export const dayOf = (atMs: number): string => new Date(atMs).toISOString().slice(0, 10);

/** Days whose partitions are made ahead: two weeks in which maintenance may fail without anybody's noticing. */
const daysAhead = 14;

/** Days that must have a partition: from yesterday, for who is late, into the future. */
export function daysToMake(nowMs: number): string[] {
  return Array.from({ length: daysAhead + 2 }, (_, n) => dayOf(nowMs + (n - 1) * dayMs));
}

/**
 * The first day that is kept. Two days more than events may be old when they come, so that a partition is never dropped
 * under an event that was found good a moment ago.
 */
export function firstDayKept(nowMs: number, retentionDays: number): string {
  return dayOf(nowMs - (retentionDays + 2) * dayMs);
}
