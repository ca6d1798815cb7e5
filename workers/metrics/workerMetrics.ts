import { collectDefaultMetrics, Counter, Gauge, Registry } from 'prom-client';
import type { Queryable } from '#db/pool';
import {
  type DeliveryCount,
  type OutboxGauge,
  readAttentionCounts,
  readOutboxGauges,
  readZoneGauges,
  type ZoneGauges,
} from '#db/monitoring/deliveryMetrics';
import { DeliveryTotals, durationBounds } from './deliveryTotals';
import { RowsHistogram } from './rowsHistogram';

/**
 * What a worker process tells Prometheus.
 *
 * Deliveries, promises, offers, the outbox and what waits for a person are read from Postgres at each scrape: they
 * survive restarts, and every worker tells the same, so a query over several takes `max without (instance)`, never the
 * sum. Breakers, caches and pollers are of this process, and told by whoever has them.
 */
export class WorkerMetrics {
  readonly registry = new Registry();
  private readonly series = createSeries(this.registry);
  private readonly totals: DeliveryTotals;
  private refreshing: Promise<void> | undefined;

  constructor(
    private readonly db: Queryable,
    now?: () => number,
  ) {
    collectDefaultMetrics({ register: this.registry });
    this.totals = new DeliveryTotals(db, now);
  }

  /** The text of a scrape. What Postgres does not answer is left as it was; `everbox_metrics_stale` is 1 then. */
  async render(): Promise<string> {
    try {
      await this.refresh();
      this.series.stale.set(0);
    } catch {
      this.series.stale.set(1);
    }
    return this.registry.metrics();
  }

  /** Scrapes that come together are served by one reading. */
  private refresh(): Promise<void> {
    this.refreshing ??= this.read().finally(() => {
      this.refreshing = undefined;
    });
    return this.refreshing;
  }

  private async read(): Promise<void> {
    // One after the other: a scrape must not take more than one of the connections that work needs.
    const counts = await this.totals.read();
    const zones = await readZoneGauges(this.db);
    const outbox = await readOutboxGauges(this.db);
    const attention = await readAttentionCounts(this.db);
    setCounts(
      this.series,
      counts,
      zones.map(({ zoneId }) => zoneId),
    );
    setZones(this.series, zones);
    setOutbox(this.series, outbox);
    this.series.attention.reset();
    for (const { reason, count } of attention) this.series.attention.set({ reason }, count);
  }
}

const promiseOutcomes = ['kept', 'missed', 'at_risk'];
const offerOutcomes = ['accepted', 'declined', 'expired', 'withdrawn'];

type Series = ReturnType<typeof createSeries>;

function createSeries(registry: Registry) {
  const registers = [registry];
  const gauge = <L extends string>(name: string, help: string, labelNames: L[] = []): Gauge<L> =>
    new Gauge({ name, help, labelNames, registers });
  const counter = <L extends string>(name: string, help: string, labelNames: L[]): Counter<L> =>
    new Counter({ name, help, labelNames, registers });
  const { handoffSeconds, deliverySeconds } = durationBounds;
  return {
    handoff: new RowsHistogram(
      'everbox_handoff_seconds',
      'From order to packed at the counter, one-hour deliveries',
      handoffSeconds,
      registry,
    ),
    delivery: new RowsHistogram(
      'everbox_delivery_seconds',
      'From order to the door, one-hour deliveries',
      deliverySeconds,
      registry,
    ),
    offers: counter('everbox_offers_total', 'Offers to couriers that came to an end', ['zone', 'outcome']),
    moves: counter('everbox_moves_suggested_total', 'Idle couriers who were told of a better place to wait', ['zone']),
    promises: counter(
      'everbox_promises_total',
      'One-hour promises that were kept, missed (late, or never) or, on their way to either, at risk',
      ['zone', 'outcome'],
    ),
    open: gauge('everbox_open_deliveries', 'Deliveries under way', ['zone', 'phase']),
    oldest: gauge('everbox_oldest_waiting_order_seconds', 'Age of the oldest order without a courier', ['zone']),
    couriers: gauge('everbox_couriers_on_shift', 'Couriers whose shift is running', ['zone']),
    outboxWaiting: gauge('everbox_outbox_waiting', 'Messages that wait to leave', ['kind']),
    outboxAge: gauge('everbox_outbox_oldest_seconds', 'Age of the oldest message that waits to leave', ['kind']),
    attention: gauge('everbox_attention', 'Shipments that wait for a person', ['reason']),
    stale: gauge('everbox_metrics_stale', '1 while Postgres does not answer: what is read from it is as it was'),
  };
}

function setCounts(series: Series, counts: readonly DeliveryCount[], zoneIds: readonly string[]): void {
  const of = (measure: DeliveryCount['measure']): DeliveryCount[] =>
    counts.filter((count) => count.measure === measure);
  series.handoff.set(of('handoff'));
  series.delivery.set(of('delivery'));
  // Set anew from the rows' totals, which only ever grow.
  series.promises.reset();
  series.offers.reset();
  series.moves.reset();
  for (const zone of zoneIds) {
    series.moves.inc({ zone }, 0);
    // From the start: the first miss of a zone must be an increase, not a series that was not there before.
    for (const outcome of promiseOutcomes) series.promises.inc({ zone, outcome }, 0);
    for (const outcome of offerOutcomes) series.offers.inc({ zone, outcome }, 0);
  }
  for (const { zoneId: zone, key: outcome, count } of of('promise')) series.promises.inc({ zone, outcome }, count);
  for (const { zoneId: zone, key: outcome, count } of of('offer')) series.offers.inc({ zone, outcome }, count);
  for (const { zoneId: zone, count } of of('move')) series.moves.inc({ zone }, count);
}

function setZones({ open, oldest, couriers }: Series, zones: readonly ZoneGauges[]): void {
  open.reset();
  for (const { zoneId: zone, openByPhase, oldestWaitingSeconds, couriersOnShift } of zones) {
    for (const [phase, count] of Object.entries(openByPhase)) open.set({ zone, phase }, count);
    oldest.set({ zone }, oldestWaitingSeconds);
    couriers.set({ zone }, couriersOnShift);
  }
}

function setOutbox({ outboxWaiting, outboxAge }: Series, rows: readonly OutboxGauge[]): void {
  outboxWaiting.reset();
  outboxAge.reset();
  for (const { kind, waiting, oldestSeconds } of rows) {
    outboxWaiting.set({ kind }, waiting);
    outboxAge.set({ kind }, oldestSeconds);
  }
}
