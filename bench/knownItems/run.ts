import { percentile } from '#cli/eval/dispatch/measure';
import { createPool } from '#db/pool';
import type { Program } from '#domain/program/types';
import { searchRulesOf } from '#domain/search/rules';
import { withPostgres } from '../withPostgres';
import { type Kind, kinds, type KnownItem, knownItems } from './cases';
import { documentsOf } from './catalog';
import { type Engine, everbox, miniSearch, orama, postgres } from './engines';

export interface KnownItemsOptions {
  catalog: string;
  /** Items that are looked for, by three queries each. */
  cases: number;
  seed: number;
}

/** A row per engine, on the same queries. */
export interface KnownItemsRow {
  engine: string;
  kind: Engine['kind'];
  items: number;
  /** Part of the queries whose item is among the first ten. */
  success: Record<Kind, number>;
  /** Mean of the three kinds. */
  mean: number;
  p50Ms: number;
  p99Ms: number;
}

/** Looks for known items with our search, and with the engines that it was chosen from, as they come. */
export async function benchKnownItems(
  { catalog, cases, seed }: KnownItemsOptions,
  program: Program,
): Promise<KnownItemsRow[]> {
  const documents = await documentsOf(catalog, program);
  const queries = knownItems(documents, cases, seed);
  return withPostgres(async (url) => {
    const db = createPool(url);
    try {
      const engines = [
        everbox(documents, searchRulesOf(program)),
        ...miniSearch(documents),
        ...(await orama(documents)),
        ...(await postgres(db, documents)),
      ];
      const rows: KnownItemsRow[] = [];
      for (const engine of engines) rows.push({ items: documents.length, ...(await measured(engine, queries)) });
      return rows;
    } finally {
      await db.end();
    }
  });
}

async function measured(engine: Engine, queries: KnownItem[]): Promise<Omit<KnownItemsRow, 'items'>> {
  const found: Record<Kind, boolean[]> = { 'title with typos': [], 'three words': [], 'prefix and brand': [] };
  const tookMs: number[] = [];
  for (const { kind, text, sku } of queries) {
    const startedMs = performance.now();
    const skus = await engine.find(text);
    tookMs.push(performance.now() - startedMs);
    found[kind].push(skus.includes(sku));
  }
  const share = (kind: Kind): number => found[kind].filter(Boolean).length / Math.max(1, found[kind].length);
  const success = Object.fromEntries(kinds.map((kind) => [kind, share(kind)])) as Record<Kind, number>;
  return {
    engine: engine.name,
    kind: engine.kind,
    success,
    mean: kinds.reduce((sum, kind) => sum + success[kind], 0) / kinds.length,
    p50Ms: percentile(tookMs, 0.5),
    p99Ms: percentile(tookMs, 0.99),
  };
}
