import { collectDefaultMetrics, Histogram, Registry } from 'prom-client';
import { type EventMetrics, eventMetrics } from '#usecases/events/metrics';
import { type SearchMetrics, searchMetrics } from '../search/metrics';

export interface ApiMetrics {
  registry: Registry;
  events: EventMetrics;
  search: SearchMetrics;
  /** `route` is the template, never the URL: IDs would make a series each. */
  observe: (labels: { method: string; route: string; status: number }, seconds: number) => void;
}

/** Metrics of one API instance, in a registry of its own, so that two in one process do not meet. */
export function createMetrics(): ApiMetrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const durations = new Histogram({
    name: 'everbox_http_request_duration_seconds',
    help: 'Time from request to answer, by route template and status',
    labelNames: ['method', 'route', 'status'],
    // Reads take milliseconds, updates tenths of a second, and an update's deadline is at ten seconds.
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers: [registry],
  });
  return {
    registry,
    events: eventMetrics(registry),
    search: searchMetrics(registry),
    observe: (labels, seconds) => durations.observe(labels, seconds),
  };
}
