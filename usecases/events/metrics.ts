import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import type { EventSource } from '#domain/events/types';
import { faultReasons } from './judge';

export interface EventMetrics {
  accepted: Counter<'source'>;
  duplicates: Counter;
  rejected: Counter<'reason'>;
  /** Events of requests that were asked to come back. */
  deferred: Counter;
  waiting: Gauge;
  committed: Histogram;
}

/** What becomes of the events that clients send. Every series is there from the start, so that rates begin at 0. */
export function eventMetrics(registry: Registry): EventMetrics {
  const registers = [registry];
  const accepted = new Counter({
    name: 'everbox_events_accepted_total',
    help: 'Events stored, by whose word they are',
    labelNames: ['source'] as const,
    registers,
  });
  const sources: EventSource[] = ['customer', 'service'];
  for (const source of sources) accepted.inc({ source }, 0);
  const rejected = new Counter({
    name: 'everbox_events_rejected_total',
    help: 'Events refused and kept as dead events, by reason',
    labelNames: ['reason'] as const,
    registers,
  });
  for (const reason of faultReasons) rejected.inc({ reason }, 0);
  return {
    accepted,
    rejected,
    duplicates: new Counter({
      name: 'everbox_events_duplicates_total',
      help: 'Events that were there already',
      registers,
    }),
    deferred: new Counter({
      name: 'everbox_events_deferred_total',
      help: 'Events of requests that were answered 429, since too many waited for their commit',
      registers,
    }),
    waiting: new Gauge({
      name: 'everbox_events_waiting',
      help: 'Events that wait for their commit in this process',
      registers,
    }),
    committed: new Histogram({
      name: 'everbox_events_per_commit',
      help: 'Events that one commit made durable, from all requests that waited for it',
      buckets: [1, 10, 100, 500, 1_000, 2_000, 5_000],
      registers,
    }),
  };
}
