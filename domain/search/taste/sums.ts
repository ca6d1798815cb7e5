import type { Deed } from '../../selection/model/types';
import type { TasteDeed, TasteItem, TasteSums } from './types';
import { dayMs, hourMs } from '../../time';

/** What was done half a year ago counts for half: children grow, and so do collections. */
const halfLifeMs = 180 * dayMs;
/** The same item looked at again within this time is one look: a page that is loaded anew, a click and its view. */
const oneLookMs = hourMs;

/** Sums, not opinions: what comes later is added, so that a purchase and its return come out below nothing. */
const strengths: Record<Exclude<Deed['kind'], 'rated'>, number> = {
  sent: 1,
  clicked: 0.3,
  viewed: 0.15,
  skipped: -0.5,
  swappedAway: -1,
  returned: -2,
};
/** By stars, 0 to 5; on top of the delivery before it. */
const strengthOfStars = [-2, -2, -1.5, -0.5, 0.3, 0.8];

/** How much one deed says, without regard to its age: above 0 for, below 0 against. */
export function strengthOf({ kind, stars }: Pick<Deed, 'kind' | 'stars'>): number {
  return kind === 'rated' ? strengthOfStars[Math.round(Math.min(5, Math.max(0, stars ?? 3)))]! : strengths[kind];
}

export const noTaste = (): TasteSums => ({
  brands: {},
  categories: {},
  skus: {},
  sizes: {},
  ages: {},
  price: { strength: 0, logarithms: 0, squares: 0 },
  deeds: 0,
});

/** All deeds of a customer, oldest first, as they count at `asOfMs`. */
export function tasteSums(deeds: readonly TasteDeed[], asOfMs: number): TasteSums {
  const sums = noTaste();
  // A test clock's deeds may be ahead of the wall: those are as of now.
  const fading = ({ atMs }: Deed): number => 2 ** (-Math.max(0, asOfMs - atMs) / halfLifeMs);
  for (const each of looksOnce(deeds)) add(sums, each, strengthOf(each.deed) * fading(each.deed));
  return sums;
}

/** The sums with some newer deeds on top, each `times` as strong as it would be otherwise. */
export function withDeeds(sums: TasteSums, deeds: readonly TasteDeed[], times: number): TasteSums {
  const all = structuredClone(sums);
  for (const each of looksOnce(deeds)) add(all, each, strengthOf(each.deed) * times);
  return all;
}

/** Without looks that repeat one before: reading a page ten times is not ten times the interest. */
function looksOnce(deeds: readonly TasteDeed[]): TasteDeed[] {
  const lastLook = new Map<string, number>();
  return deeds.filter(({ deed: { kind, sku, atMs } }) => {
    if (kind !== 'viewed' && kind !== 'clicked') return true;
    const key = `${kind} ${sku}`;
    const before = lastLook.get(key);
    if (before !== undefined && Math.abs(atMs - before) < oneLookMs) return false;
    lastLook.set(key, atMs);
    return true;
  });
}

function add(sums: TasteSums, { deed, item }: TasteDeed, strength: number): void {
  sums.deeds += 1;
  addTo(sums.skus, deed.sku, strength);
  if (!item) return;
  if (item.brand) addTo(sums.brands, nameOf(item.brand), strength);
  if (item.size && isWearing(deed)) addTo(sums.sizes, item.size, strength);
  addCategories(sums, item.categoryPath, strength);
  addAges(sums, item, strength);
  // What they turned down says nothing of what they would pay.
  if (strength > 0 && item.priceCents !== null && item.priceCents > 0) addPrice(sums, item.priceCents, strength);
}

/** A look at a size is no word about their own: pages show the size that happens to stand for a style. */
const isWearing = ({ kind }: Deed): boolean => kind === 'sent' || kind === 'rated' || kind === 'returned';

/** Every level counts half of the one below it: of two tastes, the narrower one tells more. */
function addCategories(sums: TasteSums, path: readonly string[], strength: number): void {
  const levels = path.map(nameOf);
  for (let depth = levels.length; depth > 0; depth--) {
    addTo(sums.categories, levels.slice(0, depth).join(' > '), strength * 2 ** (depth - levels.length));
  }
}

/** `8+` speaks for the next few years; a range of many years hardly speaks for any of them. */
function addAges(sums: TasteSums, { ageMinYears, ageMaxYears }: TasteItem, strength: number): void {
  if (ageMinYears === null) return;
  const last = Math.max(ageMinYears, Math.min(ageMaxYears ?? ageMinYears + openYears, ageMinYears + mostYears));
  const years = Array.from({ length: Math.floor(last - ageMinYears) + 1 }, (_, n) => Math.floor(ageMinYears) + n);
  for (const year of years) addTo(sums.ages, String(year), strength / years.length);
}

const openYears = 3;
const mostYears = 10;

function addPrice({ price }: TasteSums, priceCents: number, strength: number): void {
  const logarithm = Math.log(priceCents);
  price.strength += strength;
  price.logarithms += strength * logarithm;
  price.squares += strength * logarithm * logarithm;
}

/** As `TasteProfile` has names. */
const nameOf = (name: string): string => name.trim().toLowerCase();

function addTo(sums: Record<string, number>, name: string, strength: number): void {
  // A name is a merchant's: own keys only, and never the prototype.
  const before = Object.hasOwn(sums, name) ? sums[name]! : 0;
  Object.defineProperty(sums, name, { value: before + strength, enumerable: true, writable: true, configurable: true });
}
