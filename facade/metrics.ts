import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import type { BreakerState, FacadeObserver } from './compose/observer';

const breakerValues: Record<BreakerState, number> = { closed: 0, halfOpen: 1, open: 2 };

const ofOperation = ['partner', 'operation'] as const;

/**
 * Metrics of the facade in `registry`, once per registry; give the observer to `createFacade`. Labels are partners and
 * operations, never what was asked for: keys and IDs would make a series each.
 */
export function facadeMetrics(registry: Registry): FacadeObserver {
  const { calls, durations, rejections, breakers } = callSeries([registry]);
  const { reads, ages } = readSeries([registry]);
  return {
    called: ({ partner, operation, outcome, durationMs }) => {
      calls.inc({ partner, operation, outcome });
      durations.observe({ partner, operation }, durationMs / 1_000);
    },
    rejected: ({ partner, operation, reason }) => rejections.inc({ partner, operation, reason }),
    breakerChanged: (partner, state) => breakers.set({ partner }, breakerValues[state]),
    served: ({ partner, operation, source, ageMs }) => {
      reads.inc({ partner, operation, source });
      ages.set({ partner, operation }, ageMs / 1_000);
    },
  };
}

const callSeries = (registers: Registry[]) => ({
  calls: new Counter({
    name: 'everbox_facade_calls_total',
    help: 'Attempts that reached for a partner, by outcome: answered, fault or timeout',
    labelNames: [...ofOperation, 'outcome'],
    registers,
  }),
  durations: new Histogram({
    name: 'everbox_facade_call_duration_seconds',
    help: 'Time of one attempt, whatever its outcome',
    labelNames: ofOperation,
    // A partner nearby takes milliseconds, a slow one seconds; the time-out is at five.
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers,
  }),
  rejections: new Counter({
    name: 'everbox_facade_rejections_total',
    help: 'Calls that the partner never saw, by reason: breakerOpen or bulkheadFull',
    labelNames: [...ofOperation, 'reason'],
    registers,
  }),
  breakers: new Gauge({
    name: 'everbox_facade_breaker_state',
    help: 'Circuit breaker of a partner: 0 closed, 1 half open, 2 open',
    labelNames: ['partner'],
    registers,
  }),
});

const readSeries = (registers: Registry[]) => ({
  reads: new Counter({
    name: 'everbox_facade_reads_total',
    help: 'Reads that were served, by source: fresh, cache or stale',
    labelNames: [...ofOperation, 'source'],
    registers,
  }),
  ages: new Gauge({
    name: 'everbox_facade_cache_age_seconds',
    help: 'Age of what the last read was served',
    labelNames: ofOperation,
    registers,
  }),
});
