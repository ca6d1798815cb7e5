import type { Plan, SelectionWeights } from '../program/types';
import { admitsAge, ageFit, ageWeight } from './age';
import type { PreparedCatalog } from './catalog';
import type { LearnedView } from './learned/view';
import { brandShare, categoryShare } from './likeness';
import { lastTurnedDown, type TurnedDown } from './turnedDown';
import type { Preferences, SelectionHistory } from './types';

/** How many of the latest boxes an item should differ from, and how quickly they are forgotten. */
const remembered = 6;
const forgetting = 0.7;

/** One customer's view of a catalog: everything about them that the score needs, as numbers per item, kind or brand. */
export interface CustomerView {
  /** 1 where the item was sent or refused before, is sold out or to be left out: never offered. */
  barred: Uint8Array;
  /** Indexes of what may be offered, by all the rules. */
  eligible: Int32Array;
  minPriceCents: number;
  maxPriceCents: number;
  ageYears: number | undefined;
  /** Per age range: 1 where it does not admit their age. */
  unsuitable: Uint8Array;
  /** Per age range: the weighted part of the score for how much it is made for their age; null where that is not known. */
  ageParts: Float64Array | null;
  likedBits: number;
  dislikedBits: number;
  /** Contribution of one matched like. */
  perLike: number;
  /** Per kind: what is taken off for skips and swaps away from that kind (weighted, at least 0). */
  penalties: Float64Array;
  /** What they last turned down in a cycle. */
  turnedDown: TurnedDown | null;
  /** Likeness to the latest boxes, 0-1, split into the kind's share and the brand's. */
  kindLikeness: Float64Array;
  brandLikeness: Float64Array;
  /** Has a box with an item of this catalog gone to them lately? */
  hasHistory: boolean;
  /** What a model and the customer's own deeds say; null without either. */
  learned: LearnedView | null;
}

const noItems = new Int32Array(0);

/** The view, before it is known what is eligible and what was learned. */
export function viewOf(
  catalog: PreparedCatalog,
  plan: Plan,
  weights: SelectionWeights,
  preferences: Preferences,
  history: SelectionHistory,
  unavailable: readonly ReadonlySet<string>[],
): CustomerView {
  const latest = indexesOf(catalog, history.sentSkus.slice(-remembered).reverse());
  return {
    barred: barredItems(catalog, history, unavailable),
    eligible: noItems,
    minPriceCents: plan.minItemPriceCents ?? 0,
    maxPriceCents: plan.maxItemPriceCents,
    ...ageView(catalog, weights, preferences.ageYears),
    likedBits: bitsOf(catalog, preferences.likes),
    dislikedBits: bitsOf(catalog, preferences.dislikes),
    // Linear, not a share of all likes: then liking one thing more can never lower an item that has it.
    perLike: weights.preference / 2,
    penalties: penaltiesOf(catalog, history, weights.preference / 2),
    turnedDown: lastTurnedDown(catalog, history),
    kindLikeness: kindLikenessOf(catalog, latest),
    brandLikeness: brandLikenessOf(catalog, latest),
    hasHistory: latest.some((index) => index >= 0),
    learned: null,
  };
}

function ageView(
  { ageRanges }: PreparedCatalog,
  weights: SelectionWeights,
  ageYears: number | undefined,
): Pick<CustomerView, 'ageYears' | 'unsuitable' | 'ageParts'> {
  if (ageYears === undefined) return { ageYears, unsuitable: new Uint8Array(ageRanges.length), ageParts: null };
  return {
    ageYears,
    unsuitable: Uint8Array.from(ageRanges, (range) => (admitsAge(range, ageYears) ? 0 : 1)),
    ageParts: Float64Array.from(ageRanges, (range) => ageWeight(weights) * ageFit(range, ageYears)),
  };
}

/** Titles of the customer's liked interests that item `index` has, in the program's order. */
export function likedTitles(catalog: PreparedCatalog, view: CustomerView, index: number): string[] {
  const matched = catalog.interestBits[index]! & view.likedBits;
  return catalog.interests.filter((_, bit) => (matched & (1 << bit)) !== 0).map(({ title }) => title);
}

function barredItems(
  catalog: PreparedCatalog,
  history: SelectionHistory,
  unavailable: readonly ReadonlySet<string>[],
): Uint8Array {
  const barred = new Uint8Array(catalog.items.length);
  for (const skus of [history.sentSkus, history.refusedSkus, ...unavailable]) {
    for (const sku of skus) {
      const index = catalog.indexBySku.get(sku);
      if (index !== undefined) barred[index] = 1;
    }
  }
  return barred;
}

function bitsOf(catalog: PreparedCatalog, interestIds: string[]): number {
  return (
    catalog.interests.reduce((bits, { id }, bit) => (interestIds.includes(id) ? bits | (1 << bit) : bits), 0) >>> 0
  );
}

/** 1/2, 2/3, 3/4 ... of `most`, the more often the customer turned the kind down. */
function penaltiesOf(catalog: PreparedCatalog, history: SelectionHistory, most: number): Float64Array {
  const penalties = new Float64Array(catalog.kindPaths.length);
  for (const index of indexesOf(catalog, [...history.skippedSkus, ...history.refusedSkus])) {
    if (index >= 0) penalties[catalog.kinds[index]!]! += 1;
  }
  return penalties.map((count) => (most * count) / (count + 1));
}

/** Per kind, the greatest likeness to one of the latest boxes: shared levels of the path, fading with each box since. */
function kindLikenessOf(catalog: PreparedCatalog, latest: number[]): Float64Array {
  const likeness = new Float64Array(catalog.kindPaths.length);
  latest.forEach((index, age) => {
    if (index < 0) return;
    const toSent = catalog.likenessTo(catalog.kinds[index]!);
    const share = categoryShare * forgetting ** age;
    for (let kind = 0; kind < likeness.length; kind += 1) {
      likeness[kind] = Math.max(likeness[kind]!, share * toSent[kind]!);
    }
  });
  return likeness;
}

function brandLikenessOf(catalog: PreparedCatalog, latest: number[]): Float64Array {
  const likeness = new Float64Array(catalog.brandCount);
  latest.forEach((index, age) => {
    const brand = index < 0 ? -1 : catalog.brands[index]!;
    if (brand >= 0) likeness[brand] = Math.max(likeness[brand]!, brandShare * forgetting ** age);
  });
  return likeness;
}

/** Items that are no longer in the catalog are -1: their place in the order of boxes still counts. */
function indexesOf(catalog: PreparedCatalog, skus: string[]): number[] {
  return skus.map((sku) => catalog.indexBySku.get(sku) ?? -1);
}
