import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import type { IndexKeeper } from '#serving/search/indexKeeper';
import type { SearchLayer } from '#serving/search/service';

export interface SearchMetrics {
  /** Counts searches too; nothing says whose. */
  seconds: Histogram<'layer' | 'personalized'>;
  /** Searches that were answered, though their event could not be stored. */
  unrecorded: Counter;
  /** Whose indexes are counted, from now on. */
  watch(indexes: Pick<IndexKeeper, 'sizes'>): void;
}

/** How searches are served. Every series is there from the start, so that rates begin at 0. */
export function searchMetrics(registry: Registry): SearchMetrics {
  const registers = [registry];
  const seconds = new Histogram({
    name: 'everbox_search_duration_seconds',
    help: 'Time of a search in the server, by the layer that answered and whether it was personalized',
    labelNames: ['layer', 'personalized'] as const,
    buckets: [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.5],
    registers,
  });
  const layers: SearchLayer[] = ['process', 'precomputed', 'live'];
  for (const layer of layers) {
    for (const personalized of ['true', 'false']) seconds.zero({ layer, personalized });
  }
  const unrecorded = new Counter({
    name: 'everbox_searches_unrecorded_total',
    help: 'Searches that were answered and whose event was not stored: the database was busy or away',
    registers,
  });
  return { seconds, unrecorded, watch: watchedItems(registry) };
}

function watchedItems(registry: Registry): SearchMetrics['watch'] {
  let watched: Pick<IndexKeeper, 'sizes'> | undefined;
  const items = new Gauge({
    name: 'everbox_search_index_items',
    help: 'Items in this process’s search index, by program; absent until it is built',
    labelNames: ['program'] as const,
    registers: [],
    collect() {
      this.reset();
      for (const { programId, items: count } of watched?.sizes() ?? []) this.set({ program: programId }, count);
    },
  });
  registry.registerMetric(items);
  return (indexes) => {
    watched = indexes;
  };
}
