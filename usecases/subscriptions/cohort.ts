import { fnv1a } from '#domain/numbers/hash';
import { testClockCohort } from '#workflows/schedules';

/**
 * The cohort of a subscription: a stable hash of its ID, so that cohorts are even and nobody has to
 * keep count. On a test clock it is that clock's own cohort, whose Schedule looks every second.
 */
export function cohortOf(subscriptionId: string, cohorts: number, testClockId: string | null): string {
  if (testClockId !== null) return testClockCohort(testClockId);
  return String(fnv1a(subscriptionId) % cohorts);
}
