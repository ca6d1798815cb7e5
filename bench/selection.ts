import { percentile } from '#cli/eval/dispatch/measure';
import type { Plan } from '#domain/program/types';
import { prepareCatalog, selectItem, type SelectionOptions } from '#domain/selection/index';
import { encodeModel, type SelectionModel, Trainer } from '#domain/selection/model/index';
import type { CustomerDeeds } from '#domain/selection/model/types';
import type { CatalogItem } from '#domain/selection/types';
import { benchCohort, type CohortRow } from './cohort';
import { shopRules, syntheticCustomers, syntheticItems } from './syntheticShop';

export interface SelectionBenchOptions {
  items: number;
  deeds: number;
  picks: number;
  seed: number;
}

export interface SelectionBench {
  training: { deeds: number; customers: number; seconds: number; peakMemoryMb: number; modelMb: number };
  /** A row for the rules alone, and one with the model. */
  ranking: { ranker: string; p50Ms: number; p99Ms: number; maxMs: number }[];
  cohort: CohortRow[];
}

const plan: Plan = {
  id: 'any',
  title: 'Any',
  chargeCents: 5_000,
  cadence: { every: 1, unit: 'month' },
  maxItemPriceCents: 5_000,
};
const bytesPerMb = 2 ** 20;

/** Trains on made-up customers, picks for some of them with and without the model, and assigns scarce stock to a cohort. */
export function benchSelection({ items: itemCount, deeds, picks, seed }: SelectionBenchOptions): SelectionBench {
  const items = syntheticItems(itemCount, seed);
  const { model, training } = train(items, deeds, seed);
  const catalog = prepareCatalog(items, shopRules);
  const customers = [...syntheticCustomers(items, picks * 10, seed + 1)].slice(0, picks);
  const pick = ({ customerId, deeds: own }: CustomerDeeds, options: SelectionOptions): void => {
    const history = { sentSkus: own.map(({ sku }) => sku), refusedSkus: [], skippedSkus: [] };
    selectItem(catalog, shopRules, plan, { likes: ['one'], dislikes: [] }, history, { ...options, seed: customerId });
  };
  const ranking = [
    timed('rules alone', customers, (customer) => pick(customer, {})),
    timed('rules and model', customers, (customer) => pick(customer, { model, deeds: customer.deeds })),
  ];
  return { training, ranking, cohort: benchCohort(items, seed) };
}

function train(
  items: CatalogItem[],
  deeds: number,
  seed: number,
): { model: SelectionModel; training: SelectionBench['training'] } {
  const startedAtMs = performance.now();
  const trainer = new Trainer(items);
  for (const customer of syntheticCustomers(items, deeds, seed)) trainer.add(customer);
  const model = trainer.finish();
  const seconds = (performance.now() - startedAtMs) / 1000;
  const peakMemoryMb = process.resourceUsage().maxRSS / 1024;
  const modelMb = encodeModel(model).length / bytesPerMb;
  return {
    model,
    training: { deeds: model.facts.deeds, customers: model.facts.customers, seconds, peakMemoryMb, modelMb },
  };
}

function timed(
  ranker: string,
  customers: CustomerDeeds[],
  pick: (customer: CustomerDeeds) => void,
): SelectionBench['ranking'][number] {
  // Compiled code is measured, not the compiler.
  for (const customer of customers.slice(0, 300)) pick(customer);
  const tookMs = customers.map((customer) => {
    const startedAtMs = performance.now();
    pick(customer);
    return performance.now() - startedAtMs;
  });
  const [p50Ms, p99Ms, maxMs] = [0.5, 0.99, 1].map((part) => percentile(tookMs, part));
  return { ranker, p50Ms: p50Ms!, p99Ms: p99Ms!, maxMs: maxMs! };
}
