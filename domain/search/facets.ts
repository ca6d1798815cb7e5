import { filterBits } from './filters';
import { type Name, spellingOf } from './names';
import type { Store } from './store';
import type { FacetValue, SearchFacets, SearchRules } from './types';

/** Values of a facet that an answer shows: the most frequent. */
const mostValues = { categories: 60, brands: 40, sizes: 60 };

/** Counts the items of one search by the values of their fields; IDs of names are places in arrays of counts. */
export class FacetCounter {
  private readonly paths: Int32Array;
  private readonly brands: Int32Array;
  private readonly sizes: Int32Array;
  private readonly prices: Int32Array;
  private readonly ages: Int32Array;
  private statesAge = false;
  private inStock = 0;
  private outOfStock = 0;

  constructor(
    private readonly rules: SearchRules,
    private readonly store: Store,
  ) {
    this.paths = new Int32Array(store.paths.all.length);
    this.brands = new Int32Array(store.brands.all.length);
    this.sizes = new Int32Array(store.sizes.all.length);
    this.prices = new Int32Array(rules.priceBandsCents.length + 1);
    this.ages = new Int32Array(rules.ageYears.length);
  }

  /** `failed`: the filters that the item does not pass. It counts for a facet when it passes all but that facet's own. */
  count(slot: number, failed: number): void {
    const { columns } = this.store;
    if ((failed & ~filterBits.category) === 0) this.paths[columns.path[slot]!]! += 1;
    // No brand and no size are -1: outside the array, where nothing is counted.
    if ((failed & ~filterBits.brand) === 0) increment(this.brands, columns.brand[slot]!);
    if ((failed & ~filterBits.size) === 0) increment(this.sizes, columns.size[slot]!);
    if ((failed & ~filterBits.price) === 0) this.prices[this.bandOf(columns.priceCents[slot]!)]! += 1;
    if ((failed & ~filterBits.age) === 0) this.countAges(slot);
    if ((failed & ~filterBits.stock) !== 0) return;
    if (columns.inStock[slot] === 1) this.inStock += 1;
    else this.outOfStock += 1;
  }

  facets(): SearchFacets {
    const { rules, store } = this;
    const { priceBandsCents, ageYears } = rules;
    const prices = Array.from(this.prices, (count, band) => ({
      minCents: priceBandsCents[band - 1] ?? 0,
      maxCents: priceBandsCents[band] ?? null,
      count,
    }));
    return {
      categories: mostFrequent(this.levels(), store.paths.levels.all, mostValues.categories),
      brands: mostFrequent(this.brands, store.brands.all, mostValues.brands),
      sizes: mostFrequent(this.sizes, store.sizes.all, mostValues.sizes),
      prices: prices.filter(({ count }) => count > 0),
      ages: this.statesAge ? ageYears.map((years, at) => ({ ageYears: years, count: this.ages[at]! })) : [],
      inStock: { inStock: this.inStock, outOfStock: this.outOfStock },
    };
  }

  private bandOf(priceCents: number): number {
    const { priceBandsCents } = this.rules;
    let band = 0;
    while (band < priceBandsCents.length && priceCents >= priceBandsCents[band]!) band += 1;
    return band;
  }

  private countAges(slot: number): void {
    const { columns } = this.store;
    const { ageYears } = this.rules;
    if (columns.statesAge[slot] === 1) this.statesAge = true;
    const min = columns.ageMin[slot]!;
    const max = columns.ageMax[slot]!;
    for (let at = 0; at < ageYears.length; at += 1) {
      if (ageYears[at]! >= min && ageYears[at]! <= max) this.ages[at]! += 1;
    }
  }

  /** An item of a path counts for each of its levels. */
  private levels(): Int32Array {
    const { all, levels } = this.store.paths;
    const counts = new Int32Array(levels.all.length);
    this.paths.forEach((count, id) => {
      if (count > 0) for (const level of all[id]!.levels) counts[level.id]! += count;
    });
    return counts;
  }
}

function increment(counts: Int32Array, at: number): void {
  if (at >= 0) counts[at]! += 1;
}

/** Of hundreds of names only the most frequent are put in order. */
function mostFrequent(counts: Int32Array, names: (Name | undefined)[], most: number): FacetValue[] {
  const kept: { name: Name; count: number }[] = [];
  for (let id = 0; id < counts.length; id += 1) {
    const count = counts[id]!;
    if (count === 0 || (kept.length === most && count < kept[most - 1]!.count)) continue;
    const name = names[id]!;
    let at = kept.length;
    while (at > 0 && comesBefore(name, count, kept[at - 1]!)) at -= 1;
    kept.splice(at, 0, { name, count });
    if (kept.length > most) kept.pop();
  }
  return kept.map(({ name, count }) => ({ value: spellingOf(name), count }));
}

const comesBefore = (name: Name, count: number, other: { name: Name; count: number }): boolean =>
  count > other.count || (count === other.count && name.folded < other.name.folded);
