import { none } from './columns';
import { filterBits } from './filters';
import { type Name, spellingOf } from './names';
import type { Store } from './store';
import type { FacetValue, SearchFacets, SearchRules } from './types';

/** Values of a facet that an answer shows: the most frequent. */
const mostValues = { categories: 60, brands: 40, sizes: 60 };

/**
 * Counts the items of one search by the values of their fields; IDs of names are places in arrays of counts. Sizes of a style
 * come one after the other, and count once for each value that they have.
 */
export class FacetCounter {
  private readonly paths: Counts;
  private readonly brands: Counts;
  private readonly sizes: Counts;
  private readonly prices: Counts;
  private readonly ages: Counts;
  /** Of what is out of stock, and in. */
  private readonly stock = new Counts(2);
  private statesAge = false;

  constructor(
    private readonly rules: SearchRules,
    private readonly store: Store,
  ) {
    this.paths = new Counts(store.paths.all.length);
    this.brands = new Counts(store.brands.all.length);
    this.sizes = new Counts(store.sizes.all.length);
    this.prices = new Counts(rules.priceBandsCents.length + 1);
    this.ages = new Counts(rules.ageYears.length);
  }

  /** `failed`: the filters that the item does not pass. It counts for a facet when it passes all but that facet's own. */
  count(slot: number, failed: number): void {
    const { columns } = this.store;
    const style = columns.style[slot]!;
    if ((failed & ~filterBits.category) === 0) this.paths.add(columns.path[slot]!, style);
    if ((failed & ~filterBits.brand) === 0) this.brands.add(columns.brand[slot]!, style);
    if ((failed & ~filterBits.size) === 0) this.sizes.add(columns.size[slot]!, style);
    if ((failed & ~filterBits.price) === 0) this.prices.add(this.bandOf(columns.priceCents[slot]!), style);
    if ((failed & ~filterBits.age) === 0) this.countAges(slot, style);
    if ((failed & ~filterBits.stock) === 0) this.stock.add(columns.inStock[slot]!, style);
  }

  facets(): SearchFacets {
    const { rules, store } = this;
    const { priceBandsCents, ageYears } = rules;
    const prices = Array.from(this.prices.of, (count, band) => ({
      minCents: priceBandsCents[band - 1] ?? 0,
      maxCents: priceBandsCents[band] ?? null,
      count,
    }));
    return {
      categories: mostFrequent(this.levels(), store.paths.levels.all, mostValues.categories),
      brands: mostFrequent(this.brands.of, store.brands.all, mostValues.brands),
      sizes: mostFrequent(this.sizes.of, store.sizes.all, mostValues.sizes),
      prices: prices.filter(({ count }) => count > 0),
      ages: this.statesAge ? ageYears.map((years, at) => ({ ageYears: years, count: this.ages.of[at]! })) : [],
      inStock: { inStock: this.stock.of[1]!, outOfStock: this.stock.of[0]! },
    };
  }

  private bandOf(priceCents: number): number {
    const { priceBandsCents } = this.rules;
    let band = 0;
    while (band < priceBandsCents.length && priceCents >= priceBandsCents[band]!) band += 1;
    return band;
  }

  private countAges(slot: number, style: number): void {
    const { columns } = this.store;
    const { ageYears } = this.rules;
    if (columns.statesAge[slot] === 1) this.statesAge = true;
    const min = columns.ageMin[slot]!;
    const max = columns.ageMax[slot]!;
    for (let at = 0; at < ageYears.length; at += 1) {
      if (ageYears[at]! >= min && ageYears[at]! <= max) this.ages.add(at, style);
    }
  }

  /** An item of a path counts for each of its levels. Sizes of a style are taken to be in one category. */
  private levels(): Int32Array {
    const { all, levels } = this.store.paths;
    const counts = new Int32Array(levels.all.length);
    this.paths.of.forEach((count, id) => {
      if (count > 0) for (const level of all[id]!.levels) counts[level.id]! += count;
    });
    return counts;
  }
}

/** How many items, or styles, have each of some values. */
class Counts {
  readonly of: Int32Array;
  /** The style at hand, and the values that it counted for. */
  private style = none;
  private counted: number[] = [];

  constructor(values: number) {
    this.of = new Int32Array(values);
  }

  add(value: number, style: number): void {
    if (value === none || (style !== none && this.isRepeated(value, style))) return;
    this.of[value]! += 1;
  }

  private isRepeated(value: number, style: number): boolean {
    if (style !== this.style) [this.style, this.counted] = [style, []];
    if (this.counted.includes(value)) return true;
    this.counted.push(value);
    return false;
  }
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
