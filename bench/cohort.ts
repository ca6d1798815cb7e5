import { seededRandom } from '#domain/numbers/random';
import { assignCohort, type CohortMember } from '#domain/selection/assignCohort';
import type { CatalogItem } from '#domain/selection/types';

const cohortSize = 3_000;
const candidates = 20;

/** First come, first served against the whole cohort at once, on the same stock. */
export interface CohortRow {
  unitsPerItem: number;
  greedyTotal: number;
  total: number;
  greedyServed: number;
  served: number;
  seconds: number;
}

/** The scarcer the stock, the more there is to gain; with plenty there is nothing. */
export function benchCohort(items: readonly CatalogItem[], seed: number): CohortRow[] {
  const members = cohort(items, seed);
  return [1, 3, 10, 100].map((unitsPerItem) => {
    const units = new Map(items.map(({ sku }) => [sku, unitsPerItem]));
    const greedy = firstCome(members, units);
    const startedAtMs = performance.now();
    const { skus, total } = assignCohort(members, units);
    const seconds = (performance.now() - startedAtMs) / 1000;
    const served = skus.filter((sku) => sku !== null).length;
    return { unitsPerItem, greedyTotal: greedy.total, total, greedyServed: greedy.served, served, seconds };
  });
}

/** Scores around 6, as picks have them; everybody agrees in part on what is good. */
function cohort(items: readonly CatalogItem[], seed: number): CohortMember[] {
  const random = seededRandom(seed);
  return Array.from({ length: cohortSize }, (_, at) => {
    const chosen = new Map<string, number>();
    while (chosen.size < Math.min(candidates, items.length)) {
      const place = Math.floor(random() ** 4 * items.length);
      chosen.set(items[place]!.sku, 6 - place / items.length - random());
    }
    const ranked = [...chosen].map(([sku, score]) => ({ sku, score })).sort((a, b) => b.score - a.score);
    return { customerId: `cus_${at}`, candidates: ranked };
  });
}

function firstCome(
  members: readonly CohortMember[],
  units: ReadonlyMap<string, number>,
): { total: number; served: number } {
  const left = new Map(units);
  let [total, served] = [0, 0];
  for (const member of members) {
    const best = member.candidates.find(({ sku }) => left.get(sku)! > 0);
    if (!best) continue;
    left.set(best.sku, left.get(best.sku)! - 1);
    total += best.score;
    served += 1;
  }
  return { total, served };
}
