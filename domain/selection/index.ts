import type { Plan, SelectionRules } from '../program/types';
import type { Scored } from './best';
import type { PreparedCatalog } from './catalog';
import { type CustomerView, viewOf } from './customer';
import { diverse, wholeWeight } from './diversity';
import { learnedWeight } from './learned/names';
import { type LearnedInputs, learnedView } from './learned/view';
import { reasonFor } from './reason';
import { bestItems, eligibleItems, partsOf, sumOf } from './score';
import type { Preferences, RankedItem, Selection, SelectionHistory } from './types';

export { inProgram } from './categories';
export { type PreparedCatalog, prepareCatalog, shrunkRating } from './catalog';

/** With a model or deeds, what was learned counts too (see `LearnedInputs`); without, the program's rules alone. */
export interface RankOptions extends LearnedInputs {
  /** SKUs known to be gone since the catalog was prepared. */
  soldOut?: ReadonlySet<string>;
  /** SKUs to leave out for another reason: of the sizes of a thing, all but the one that fits. */
  leftOut?: ReadonlySet<string>;
}

export interface SelectionOptions extends RankOptions {
  /** How many alternatives to offer; 8 unless told. */
  alternatives?: number;
}

const none: ReadonlySet<string> = new Set();
/** Alternatives are chosen out of this many of the best, so that they can differ in kind. */
const shortlistLength = 200;

/**
 * The item that suits a customer best, and what they may swap it for; null when the program has nothing for them.
 * Pure and deterministic: the same customer, catalog, model and seed always give the same answer, in whatever order
 * items came.
 */
export function selectItem(
  catalog: PreparedCatalog,
  rules: SelectionRules,
  plan: Plan,
  preferences: Preferences,
  history: SelectionHistory,
  options: SelectionOptions = {},
): Selection | null {
  const view = customerView(catalog, rules, plan, preferences, history, options);
  const [pick, ...rest] = bestItems(catalog, view, rules.weights, shortlistLength);
  if (pick === undefined) return null;
  const whole = wholeWeight(rules.weights, partsOf(catalog, view, rules.weights, pick.index));
  const chosen = diverse(catalog, whole, pick.index, rest, options.alternatives ?? 8);
  const describe = ({ index }: Scored): RankedItem => ranked(catalog, rules, view, index);
  return { pick: describe(pick), alternatives: chosen.map(describe) };
}

/** The eligible items of a customer, best first, at most `limit`; ties go to the lower SKU. */
export function rankItems(
  catalog: PreparedCatalog,
  rules: SelectionRules,
  plan: Plan,
  preferences: Preferences,
  history: SelectionHistory,
  options: RankOptions & { limit?: number } = {},
): RankedItem[] {
  const view = customerView(catalog, rules, plan, preferences, history, options);
  const limit = Math.min(options.limit ?? catalog.items.length, catalog.items.length);
  return bestItems(catalog, view, rules.weights, limit).map(({ index }) => ranked(catalog, rules, view, index));
}

function customerView(
  catalog: PreparedCatalog,
  rules: SelectionRules,
  plan: Plan,
  preferences: Preferences,
  history: SelectionHistory,
  options: RankOptions,
): CustomerView {
  const { soldOut = none, leftOut = none } = options;
  const view = viewOf(catalog, plan, rules.weights, preferences, history, [soldOut, leftOut]);
  const eligible = eligibleItems(catalog, view);
  const learned = learnedView(catalog, learnedWeight(rules.weights), history, eligible, options);
  return { ...view, eligible, learned };
}

function ranked(catalog: PreparedCatalog, rules: SelectionRules, view: CustomerView, index: number): RankedItem {
  const { sku, title, priceCents, size } = catalog.items[index]!;
  const parts = partsOf(catalog, view, rules.weights, index);
  const reason = reasonFor(catalog, view, rules, index);
  return { sku, title, priceCents, score: sumOf(parts), parts, reason, ...(size ? { size } : {}) };
}
