import type { PreparedCatalog } from '../catalog';
import { alikeness, forgetting } from './feedback';
import type { LearnedPart } from './names';
import type { LearnedView } from './view';

/** A learned part is worth telling when it makes at least this share of all that learning says for the item. */
const worthTelling = 0.15;
/** Two clauses of learning beside those of the rules; more would not be read. */
const mostClauses = 2;

/** Clauses of the learned parts that raised item `index`, the strongest first. */
export function learnedClauses(catalog: PreparedCatalog, view: LearnedView, index: number): string[] {
  const parts = view.partsOf(index);
  const raising = clauseParts.map((part) => ({ part, value: parts[part] })).filter(({ value }) => value > 0);
  const all = raising.reduce((sum, { value }) => sum + value, 0);
  return raising
    .filter(({ value }) => value >= worthTelling * all)
    .sort((a, b) => b.value - a.value)
    .map(({ part }) => clauseOf(part, catalog, view, index))
    .filter((clause) => clause !== null)
    .slice(0, mostClauses);
}

const clauseParts = [
  'companions',
  'taste',
  'attributes',
  'popularity',
  'feedback',
  'exploration',
] as const satisfies LearnedPart[];

function clauseOf(
  part: (typeof clauseParts)[number],
  catalog: PreparedCatalog,
  view: LearnedView,
  index: number,
): string | null {
  switch (part) {
    case 'companions':
      return companionClause(catalog, view, index);
    case 'taste':
      return 'customers with a taste like yours kept it';
    case 'attributes':
      return alikeClause(catalog, view, index);
    case 'popularity':
      return isKept(view, index) ? 'many customers kept it' : null;
    case 'feedback':
      return feedbackClause(catalog, view, index);
    case 'exploration':
      return view.prepared && view.prepared.doubts[index]! > 0 && !isKept(view, index)
        ? 'we are still finding out who likes it'
        : null;
  }
}

/** The item of the customer that says most for this one; it is named only when the catalog still has it. */
function companionClause(
  catalog: PreparedCatalog,
  { remembered, prepared }: LearnedView,
  index: number,
): string | null {
  const item = prepared!.ranker.slots.items[index]!;
  const { companions } = prepared!.ranker.reader;
  const links = remembered.map((each) => ({
    slot: each.slot,
    link: each.item < 0 || item < 0 ? 0 : each.weight * companions.linkBetween(each.item, item),
  }));
  const strongest = highest(links, ({ link }) => link);
  if (!strongest || strongest.link <= 0 || strongest.slot < 0) return null;
  return `customers who got ${catalog.items[strongest.slot]!.title} also kept it`;
}

/** The customer's item that is most like this one. */
function alikeClause(catalog: PreparedCatalog, { remembered }: LearnedView, index: number): string | null {
  const known = remembered.filter(({ slot }) => slot >= 0);
  const likest = highest(known, ({ slot, weight }) => weight * alikeness(catalog, slot, index));
  if (!likest || alikeness(catalog, likest.slot, index) === 0) return null;
  return `it is like ${catalog.items[likest.slot]!.title}, which you had`;
}

function feedbackClause(catalog: PreparedCatalog, { sayings }: LearnedView, index: number): string | null {
  const told = sayings
    .map((saying, age) => ({
      saying,
      weight: saying.strength * forgetting ** age * alikeness(catalog, saying.index, index),
    }))
    .filter(({ weight }) => weight > 0);
  const strongest = highest(told, ({ weight }) => weight);
  if (!strongest) return null;
  const title = catalog.items[strongest.saying.index]!.title;
  return strongest.saying.stars === null ? `you looked at ${title}` : `you rated ${title} highly`;
}

/** So many had it and kept it that "many" is true of it, and "new" is not. */
function isKept({ prepared }: LearnedView, index: number): boolean {
  const item = prepared?.ranker.slots.items[index] ?? -1;
  return item >= 0 && prepared!.model.kept[item]! >= manyCustomers;
}

const manyCustomers = 10;

function highest<T>(values: readonly T[], by: (value: T) => number): T | null {
  return values.reduce<T | null>((best, value) => (best === null || by(value) > by(best) ? value : best), null);
}
