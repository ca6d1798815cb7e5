import { testClockCohort } from '../workflows/schedules';

/**
 * The cohort of a subscription: a stable hash (FNV-1a, 32 bits) of its ID, so that cohorts are even and nobody has to
 * keep count. On a test clock it is that clock's own cohort, whose Schedule looks every second.
 */
export function cohortOf(subscriptionId: string, cohorts: number, testClockId: string | null): string {
  if (testClockId !== null) return testClockCohort(testClockId);
  let hash = 0x811c9dc5;
  for (const byte of Buffer.from(subscriptionId)) {
    hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  }
  return String(hash % cohorts);
}
