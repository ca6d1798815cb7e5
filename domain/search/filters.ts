import { foldedName, foldedPath } from './entries';
import type { Name } from './names';
import type { Store } from './store';
import type { SearchFilters } from './types';

/** One bit per filter, so that a facet can tell which items only its own filter leaves out. */
export const filterBits = { category: 1, brand: 2, price: 4, age: 8, stock: 16, size: 32 } as const;

/** Answers the bits of the filters that the item of a slot does not pass. */
export type Sieve = (slot: number) => number;

/** A filter by a name that no item has lets nothing pass. */
export function sieveOf(filters: SearchFilters, { columns, paths, brands, sizes }: Store): Sieve {
  if (Object.values(filters).every((filter) => filter === undefined)) return () => 0;
  const { minPriceCents = -Infinity, maxPriceCents = Infinity, ageYears, inStock } = filters;
  const wanted = filters.categories?.map((path) => paths.levels.get(foldedPath(path.split('>'))));
  const wantedPaths = wanted && paths.all.map((path) => path?.levels.some((level) => wanted.includes(level)));
  const wantedBrands = filters.brands && idsOf(filters.brands.map((brand) => brands.get(foldedName(brand))));
  const wantedSizes = filters.sizes && idsOf(filters.sizes.map((size) => sizes.get(foldedName(size))));
  return (slot) => {
    const priceCents = columns.priceCents[slot]!;
    let failed = 0;
    if (wantedPaths && !wantedPaths[columns.path[slot]!]) failed |= filterBits.category;
    if (wantedBrands && !wantedBrands.has(columns.brand[slot]!)) failed |= filterBits.brand;
    if (wantedSizes && !wantedSizes.has(columns.size[slot]!)) failed |= filterBits.size;
    if (priceCents < minPriceCents || priceCents > maxPriceCents) failed |= filterBits.price;
    if (ageYears !== undefined && (ageYears < columns.ageMin[slot]! || ageYears > columns.ageMax[slot]!)) {
      failed |= filterBits.age;
    }
    if (inStock !== undefined && (columns.inStock[slot] === 1) !== inStock) failed |= filterBits.stock;
    return failed;
  };
}

const idsOf = (names: (Name | undefined)[]): Set<number> =>
  new Set(names.flatMap((name) => (name === undefined ? [] : [name.id])));
