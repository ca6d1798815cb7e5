import type { Metric, Registry } from 'prom-client';
import type { DeliveryCount } from '#db/monitoring/deliveryMetrics';
import { groupBy } from '#domain/numbers/groupBy';

interface Sample {
  metricName: string;
  labels: Record<string, string>;
  value: number;
}

/**
 * A histogram whose observations were counted elsewhere. The library's own takes one observation at a time, and would
 * have to be fed every delivery since the first order.
 */
export class RowsHistogram {
  readonly type = 'histogram';
  readonly aggregator = 'max'; // every worker counts the same rows
  private samples: Sample[] = [];

  constructor(
    readonly name: string,
    readonly help: string,
    private readonly bounds: readonly number[],
    registry: Registry,
  ) {
    // The registry asks a metric for its `name` and `get()` only; its type names the library's base class.
    registry.registerMetric(this as unknown as Metric);
  }

  /** Puts these in the place of all counts; `key` is the number of bounds that the value is above. */
  set(counts: readonly DeliveryCount[]): void {
    const byZone = groupBy(counts, ({ zoneId }) => zoneId);
    this.samples = [...byZone].flatMap(([zone, mine]) => this.samplesOf(zone, mine));
  }

  async get(): Promise<{ name: string; help: string; type: string; aggregator: string; values: Sample[] }> {
    const { name, help, type, aggregator, samples } = this;
    return { name, help, type, aggregator, values: samples };
  }

  reset(): void {
    this.samples = [];
  }

  private samplesOf(zone: string, counts: readonly DeliveryCount[]): Sample[] {
    const upTo = (index: number): number =>
      counts.filter(({ key }) => Number(key) <= index).reduce((sum, { count }) => sum + count, 0);
    const total = upTo(this.bounds.length);
    const bucket = (le: string, value: number): Sample => ({
      metricName: `${this.name}_bucket`,
      labels: { zone, le },
      value,
    });
    return [
      ...this.bounds.map((bound, index) => bucket(String(bound), upTo(index))),
      bucket('+Inf', total),
      {
        metricName: `${this.name}_sum`,
        labels: { zone },
        value: counts.reduce((sum, { seconds }) => sum + seconds, 0),
      },
      { metricName: `${this.name}_count`, labels: { zone }, value: total },
    ];
  }
}
