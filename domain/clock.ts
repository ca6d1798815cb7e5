/**
 * The business clock. Every date that a customer sees is business time: milliseconds since the epoch, read from one
 * clock that may run faster than the wall (speed 1 in production). A workflow derives it from its input and from the
 * workflow's own deterministic `Date.now()`, so that a replay sees the same instants.
 */
export interface BusinessClock {
  /** Wall time at which this clock was started, ms since the epoch. */
  originWallMs: number;
  /** What this clock showed at that moment, ms since the epoch. */
  originBusinessMs: number;
  /** Business milliseconds per wall millisecond, at least 1; 1 in production, more on a test clock. */
  speed: number;
}

/** The clock of production: business time is wall time. */
export const wallClock: BusinessClock = { originWallMs: 0, originBusinessMs: 0, speed: 1 };

/**
 * Business time (ms) shown when the wall shows `wallMs`. Whole, as a wall clock's are, whatever the speed: it is stored,
 * signed and compared as milliseconds, and a part of one would differ by who rounds.
 */
export function businessAt(clock: BusinessClock, wallMs: number): number {
  return Math.floor(clock.originBusinessMs + (wallMs - clock.originWallMs) * clock.speed);
}

/**
 * The first wall instant (ms) at which this clock shows `businessMs` or later. Rounded up, so that a timer that ends
 * there never wakes before the business instant it stands for.
 */
export function wallAt(clock: BusinessClock, businessMs: number): number {
  const wallMs = Math.floor(clock.originWallMs + (businessMs - clock.originBusinessMs) / clock.speed);
  // The quotient may be off by a rounding error, to either side.
  return [wallMs - 1, wallMs, wallMs + 1].find((each) => businessAt(clock, each) >= businessMs) ?? wallMs + 2;
}

/** Milliseconds of wall time to wait, from `wallNowMs`, until this clock shows `businessMs`; 0 when that has passed. */
export function wallDelayUntil(clock: BusinessClock, businessMs: number, wallNowMs: number): number {
  return Math.max(0, wallAt(clock, businessMs) - wallNowMs);
}
