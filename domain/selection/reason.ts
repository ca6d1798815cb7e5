import type { SelectionRules } from '../program/types';
import { ageClause, ageWeight } from './age';
import type { PreparedCatalog } from './catalog';
import { type CustomerView, likedTitles } from './customer';
import { learnedClauses } from './learned/reasons';
import { likenessOf } from './score';
import { otherKindClause } from './otherKind';
import type { CatalogItem } from './types';

/** A rating worth telling: at least this many stars, and not below what the program expects of an unknown item. */
const praiseworthyStars = 4;
/** Below this likeness to the latest boxes an item is called different. */
const differentBelow = 0.25;

/**
 * Why item `index` was offered, in one sentence that is true of its score's parts: only parts that raised the item are
 * named, or that lowered others and not this one, and a modest rating is left out rather than dressed up.
 */
export function reasonFor(catalog: PreparedCatalog, view: CustomerView, rules: SelectionRules, index: number): string {
  const item = catalog.items[index]!;
  const clauses = [
    ratingClause(item, rules),
    awardClause(item),
    interestClause(catalog, view, index),
    ageWeight(rules.weights) > 0 ? ageClause(item, view.ageYears) : null,
    ...(view.learned ? learnedClauses(catalog, view.learned, index) : []),
    otherKindClause(catalog, view, index),
    noveltyClause(catalog, view, index),
  ].filter((clause) => clause !== null);
  if (clauses.length === 0) clauses.push('it is in stock and fits your plan');
  return sentence(clauses);
}

/** Made once: making it takes longer than the rest of a reason. */
const counted = new Intl.NumberFormat('en');

function ratingClause(item: CatalogItem, rules: SelectionRules): string | null {
  if (item.rating === null || item.reviewCount === 0 || rules.weights.rating === 0) return null;
  if (item.rating < Math.max(praiseworthyStars, rules.ratingPrior.stars)) return null;
  const customers = item.reviewCount === 1 ? '1 customer' : `${counted.format(item.reviewCount)} customers`;
  return `rated ${item.rating} by ${customers}`;
}

function awardClause(item: CatalogItem): string | null {
  if (item.awards.length === 0) return null;
  return item.awards.length > 2 ? `it won ${item.awards.length} awards` : `it won the ${item.awards.join(' and the ')}`;
}

function interestClause(catalog: PreparedCatalog, view: CustomerView, index: number): string | null {
  const titles = likedTitles(catalog, view, index);
  if (titles.length === 0) return null;
  return `it matches your interest in ${list(titles.map((title) => lowerFirst(title)))}`;
}

function noveltyClause(catalog: PreparedCatalog, view: CustomerView, index: number): string | null {
  if (!view.hasHistory || likenessOf(catalog, view, index) >= differentBelow) return null;
  return 'it is something different from your last boxes';
}

function sentence(clauses: string[]): string {
  const text = clauses.length === 1 ? clauses[0]! : list(clauses, ', and ');
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

function list(parts: string[], last = ' and '): string {
  return parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')}${last}${parts.at(-1)}`;
}

/** `Building` reads as `building` inside a sentence; `LEGO` stays. */
function lowerFirst(title: string): string {
  return /^.\p{Lu}/u.test(title) ? title : title.charAt(0).toLowerCase() + title.slice(1);
}
