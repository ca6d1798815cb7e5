import type { Partner, Providers } from '../ports';

/** Of a partner: what it is, down or slow, it is for all of its operations. */
export interface PartnerPolicy {
  /** Opens when more than `failedShare` of the last `calls` were outages, and lets one call try after `openMs`. */
  breaker: { failedShare: number; calls: number; atLeastCalls: number; openMs: number };
  /** Calls at one time, and how many more may wait for a place; beyond that a call faults at once. */
  bulkhead: { concurrent: number; waiting: number };
}

export interface WritePolicy {
  kind: 'write';
  /** Of one attempt. */
  timeoutMs: number;
  /** Attempts after the first. */
  retries: number;
}

export interface ReadPolicy extends Omit<WritePolicy, 'kind'> {
  kind: 'read';
  /**
   * Younger than `freshMs`: served as it is. Up to `staleMs`: served as well, and asked for again in the background.
   * Older: the partner has to answer. The least lately used goes when there are `maxEntries`.
   */
  cache: { freshMs: number; staleMs: number; maxEntries: number };
  /** The same question at the same time is asked once. */
  coalesce: boolean;
}

type ReadOperation = 'stationStock' | 'capacity';

/** Every port and operation has its line; the compiler sees to it. */
export type PolicyTable = {
  readonly [P in Partner]: PartnerPolicy & {
    readonly operations: { readonly [O in keyof Providers[P]]: O extends ReadOperation ? ReadPolicy : WritePolicy };
  };
};

/** Ten calls tell an outage from bad luck; one call every five seconds is no burden for a partner that recovers. */
const breaker = { failedShare: 0.5, calls: 20, atLeastCalls: 10, openMs: 5_000 };
/**
 * A worker runs 100 activities at once: a partner that hangs may keep 80 of them, and the others go on. Who waits for a
 * place waits one time-out at most, so that waiting and asking fit into an activity's attempt.
 */
const bulkhead = { concurrent: 40, waiting: 40 };

/**
 * The table of everything that is put around the ports (docs/decisions/0012-facade-resilience.md). From the outside in:
 *
 *   read   cache > coalescing > bulkhead > retries > breaker > time-out > partner
 *   write                       bulkhead > retries > breaker > time-out > partner
 *
 * @param partnerTimeoutMs what the configuration gives a partner for one answer
 */
export function policies(partnerTimeoutMs: number): PolicyTable {
  // A write faults at its first failure: the workflow, or the outbox, tries it again with the same key, durably, and
  // for as long as it takes. Retries in here would multiply with those, and be forgotten when the process dies.
  const write: WritePolicy = { kind: 'write', timeoutMs: partnerTimeoutMs, retries: 0 };
  // Somebody waits for a read that is not cached: one more attempt for a blip, two seconds in all.
  const read = {
    kind: 'read',
    timeoutMs: Math.min(1_000, partnerTimeoutMs),
    retries: 1,
    coalesce: true,
  } as const;
  return {
    payment: { breaker, bulkhead, operations: { charge: write, refund: write } },
    warehouse: { breaker, bulkhead, operations: { handOff: write, cancelOrder: write } },
    carrier: { breaker, bulkhead, operations: { bookParcel: write, cancelParcel: write } },
    notifications: { breaker, bulkhead, operations: { send: write } },
    inventory: {
      breaker,
      bulkhead,
      // A station sells some units an hour, and picking finds out what is gone: a quarter of an hour is still a guess
      // worth having, a day is none.
      operations: { stationStock: { ...read, cache: { freshMs: 10_000, staleMs: 900_000, maxEntries: 10_000 } } },
    },
    transportation: {
      breaker,
      bulkhead,
      // Couriers come and go within minutes: on what is older, no promise can be made.
      operations: { capacity: { ...read, cache: { freshMs: 5_000, staleMs: 120_000, maxEntries: 1_000 } } },
    },
  };
}
