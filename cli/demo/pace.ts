import type { PublicProgram } from './contract';
import { cadenceDays, quickestPlans } from './people';
import { dayMs } from '#domain/time';

/** How fast a demo goes. Wall times in ms. */
export interface Pace {
  /** Business milliseconds per wall millisecond. */
  speed: number;
  /** How long a cycle can be changed, about. */
  windowMs: number;
  /** From one opening to the next. */
  periodMs: number;
  /** What a parcel takes from booking to the door. */
  transitMs: number;
  /** Pause between two looks of one customer at the API. */
  pollMs: number;
  /** How long all cycles should take. */
  expectedMs: number;
  /** After this a demo that is not through has failed. */
  limitMs: number;
}

/** A cohort looks for due subscriptions once a second, so less would leave customers no time. */
const shortestWindowMs = 4_000;
/**
 * A larger crowd needs a longer window: programs open some ten subscriptions a second at most, so that the last one of
 * a hundred opens ten seconds after the first, with the same cutoff; and two cores must keep up with what they all do.
 */
const windowMsOf = (customers: number): number => Math.max(shortestWindowMs, 1_500 + customers * 125);
/** Business days that a parcel takes; every program allows more before it is overdue. */
const transitDays = 1.5;

/** The pace at which `customers` get through `cycles` cycles of a program in good time, with real seconds to act. */
export function paceOf(program: PublicProgram, customers: number, cycles: number): Pace {
  const plan = quickestPlans(program)[0];
  if (!plan) throw new Error(`program ${program.id} has no plan`);
  const periodDays = cadenceDays(plan.cadence);
  const { openDays, shipDaysAfterCutoff } = program.cycle;

  const windowMs = windowMsOf(customers);
  const speed = (openDays * dayMs) / windowMs;
  const wallMs = (days: number): number => Math.round((days * dayMs) / speed);
  const tailDays = openDays + 1 + shipDaysAfterCutoff + transitDays;
  const expectedMs = wallMs(periodDays * (cycles - 1) + tailDays);
  return {
    speed,
    windowMs,
    periodMs: wallMs(periodDays),
    transitMs: Math.max(200, wallMs(transitDays)),
    pollMs: Math.max(300, customers * 15),
    expectedMs,
    // A slow machine misses openings (a period each), and faults hold partner calls for seconds at a time.
    limitMs: expectedMs * 3 + 90_000,
  };
}
