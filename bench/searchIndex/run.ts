import { percentile } from '#cli/eval/dispatch/measure';
import { searchRulesOf } from '#domain/search/rules';
import { SearchIndex } from '#domain/search/index';
import type { SearchDocument, TasteProfile } from '#domain/search/types';
import { syntheticDocuments } from './documents';
import { mixedQueries } from './queries';

export interface SearchIndexBenchOptions {
  items: number;
  queries: number;
  seed: number;
}

export interface SearchIndexBench {
  items: number;
  buildSeconds: number;
  /** Of them, time of the processor, its collector of garbage included. */
  buildProcessorSeconds: number;
  /** Growth of the process by the index and its documents, after a collection; null when the collector is not exposed. */
  memoryMb: number | null;
  /** Of one query, personalized, in this process; time of the processor, which other work does not add to. */
  queryMs: { p50: number; p99: number; max: number };
  /** Of one item that changes. */
  upsertMs: { p50: number; p99: number };
}

const bytesPerMb = 2 ** 20;

export function benchSearchIndex({ items, queries, seed }: SearchIndexBenchOptions): SearchIndexBench {
  globalThis.gc?.();
  const before = process.memoryUsage.rss();
  const documents = syntheticDocuments(items, seed);
  const startedMs = performance.now();
  let index = SearchIndex.build([], searchRulesOf({}));
  const buildMs = processorMs(() => {
    index = SearchIndex.build(documents, searchRulesOf({}));
  });
  const buildSeconds = (performance.now() - startedMs) / 1_000;
  globalThis.gc?.();
  const memoryMb = globalThis.gc ? (process.memoryUsage.rss() - before) / bytesPerMb : null;

  const taste = tasteFor(documents);
  const ask = (text: string): unknown =>
    index.search({ text, filters: {}, sort: 'relevance', limit: 24, after: null }, taste);
  // Compiled code is measured, not the compiler.
  for (const text of mixedQueries(documents, 500, seed + 1)) ask(text);
  const tookMs = mixedQueries(documents, queries, seed + 2).map((text) => processorMs(() => ask(text)));
  const changedMs = documents
    .slice(0, 500)
    .map((document) => processorMs(() => index.upsert({ ...document, title: `${document.title} anew` })));
  const [p50, p99, max] = [0.5, 0.99, 1].map((part) => percentile(tookMs, part));
  return {
    items,
    buildSeconds,
    buildProcessorSeconds: buildMs / 1_000,
    memoryMb,
    queryMs: { p50: p50!, p99: p99!, max: max! },
    upsertMs: { p50: percentile(changedMs, 0.5), p99: percentile(changedMs, 0.99) },
  };
}

function processorMs(work: () => unknown): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
}

function tasteFor(documents: readonly SearchDocument[]): TasteProfile {
  const liked = documents.slice(0, 20);
  return {
    brands: Object.fromEntries(liked.map(({ brand }) => [brand!.toLowerCase(), 0.6])),
    categories: Object.fromEntries(liked.map(({ categoryPath }) => [categoryPath.join(' > ').toLowerCase(), 0.5])),
    priceCents: { low: 1_000, high: 3_000 },
  };
}
