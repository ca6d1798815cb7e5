/** How much of a program one customer may use. */
export interface LimitRules {
  /** Subscriptions of the program that a customer has and that are not cancelled. */
  subscriptionsPerCustomer: number;
  /** Changes of one subscription: so many at once, and as many again in every minute. */
  changesPerMinute: number;
  /** The same over a day. */
  changesPerDay: number;
}

/** The limits on how often a subscription is changed. */
export type ChangeLimit = 'changesPerMinute' | 'changesPerDay';

/**
 * A subscription's token buckets: when each will be full again, ms since the epoch. A bucket that was full at any time
 * before now is full.
 */
export type ChangeBuckets = Record<ChangeLimit, number>;
