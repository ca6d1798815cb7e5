import { foldedName, foldedPath } from './entries';
import type { Store } from './store';
import type { TasteProfile } from './types';

/** How much each part of a taste can say; they add up to 1. */
const shares = { brand: 0.3, category: 0.3, sku: 0.15, price: 0.15, size: 0.05, age: 0.05 };

/** How much a taste speaks for the item of a slot, 0..1. */
export type Liking = (slot: number) => number;

/** Whether an item is of one of these sizes. */
export function wornBy(worn: readonly string[], { columns, sizes }: Store): (slot: number) => boolean {
  const own = new Set(worn.flatMap((size) => sizes.get(foldedName(size))?.id ?? []));
  return own.size === 0 ? () => false : (slot) => own.has(columns.size[slot]!);
}

export function likingOf(taste: TasteProfile, isWorn: (slot: number) => boolean, store: Store): Liking {
  const { columns, entries, brands, paths } = store;
  const liked = weightsById(taste.brands, (brand) => brands.get(foldedName(brand))?.id);
  const likedLevels = weightsById(taste.categories, (path) => paths.levels.get(foldedPath(path.split('>')))?.id);
  const ages = taste.ages ?? [];
  return (slot) => {
    const { path, document } = entries[slot]!;
    let category = 0;
    for (const level of path.levels) category = Math.max(category, likedLevels.get(level.id) ?? 0);
    const min = columns.ageMin[slot]!;
    const max = columns.ageMax[slot]!;
    const suitsAge = columns.statesAge[slot] === 1 && ages.some((age) => age >= min && age <= max);
    return (
      shares.brand * (liked.get(columns.brand[slot]!) ?? 0) +
      shares.category * category +
      shares.sku * bounded(taste.skus?.[document.sku] ?? 0) +
      shares.price * priceFit(document.priceCents, taste.priceCents) +
      shares.size * (isWorn(slot) ? 1 : 0) +
      shares.age * (suitsAge ? 1 : 0)
    );
  };
}

function weightsById(weights: Record<string, number>, idOf: (name: string) => number | undefined): Map<number, number> {
  const found = new Map<number, number>();
  for (const [key, weight] of Object.entries(weights)) {
    const id = idOf(key);
    if (id !== undefined) found.set(id, Math.max(bounded(weight), found.get(id) ?? 0));
  }
  return found;
}

const bounded = (weight: number): number => Math.min(1, Math.max(0, weight));

/** 1 within what they usually pay, less the further away it is: none at half or twice of it. */
function priceFit(priceCents: number, range: TasteProfile['priceCents']): number {
  if (range === null || priceCents <= 0) return 0;
  const low = Math.max(1, range.low);
  const times = priceCents < low ? low / priceCents : priceCents / Math.max(low, range.high);
  return times <= 1 ? 1 : Math.max(0, 2 - times);
}
