/** What a read answers through the facade: the value, and how far it may be behind the partner. */
export interface Reading<T> {
  value: T;
  /** Upper bound of the value's age, ms: since the partner was asked for it. */
  ageMs: number;
  /**
   *   fresh  the partner was asked just now
   *   cache  asked lately enough for this operation
   *   stale  older than that, because a refresh is under way or the partner is down
   */
  source: 'fresh' | 'cache' | 'stale';
}
