import type { LearnedPart } from './learned/names';

/** What a customer told the program about themselves. Values are IDs of the program's interests. */
export interface Preferences {
  /** Age in years of the one the box is for. */
  ageYears?: number;
  likes: string[];
  dislikes: string[];
  /** The size that they wear, by its label; counts as long as nothing better is known. */
  size?: string;
}

/** An item of a program's catalog, as selection sees it. */
export interface CatalogItem {
  sku: string;
  title: string;
  /** `Games > Card Games` is `['Games', 'Card Games']`. */
  categoryPath: string[];
  brand: string | null;
  /** List price in minor units of the program's currency. */
  priceCents: number;
  /** Mean stars, 0-5; null when nobody rated it. */
  rating: number | null;
  reviewCount: number;
  awards: string[];
  ageMinYears: number | null;
  ageMaxYears: number | null;
  /** Units that can be promised now: on hand minus reserved. */
  available: number;
  /** What the sizes of one thing have in common, and which one this is: both, or (null, absent) neither. */
  styleId?: string | null;
  size?: string | null;
}

/** What the customer's past says. */
export interface SelectionHistory {
  /** SKUs that were shipped, or are on their way. */
  sentSkus: string[];
  /** SKUs that the customer swapped away: never offered again. */
  refusedSkus: string[];
  /** SKUs of skipped cycles, newest last: their kind counts less. */
  skippedSkus: string[];
}

/** A candidate with its score, taken apart so that it can be explained. */
export interface RankedItem {
  sku: string;
  title: string;
  priceCents: number;
  score: number;
  parts: SelectionParts;
  /** One sentence that a customer would understand, true of the parts. */
  reason: string;
  /** Label of its size; absent where the item has none. */
  size?: string;
}

/**
 * Weighted contributions; they sum to the score. `age`, how much the item is made for this age, is only there when the age is
 * known, and in no ranking that was stored before there was such a part. The others that may be missing are learned, and only there when a model or deeds were
 * given: what similar customers took after the customer's items (`companions`), what those lead to in a second step
 * (`taste`), likeness to them (`attributes`), how many took it (`popularity`), what the customer said of its kind
 * (`feedback`), its price beside those they liked, and a try of what is new (`exploration`).
 */
export interface SelectionParts extends Partial<Record<LearnedPart, number>> {
  rating: number;
  awards: number;
  preference: number;
  novelty: number;
  age?: number;
}

export interface Selection {
  pick: RankedItem;
  /** Ranked best first, at least five where the catalog has them; never contains the pick. */
  alternatives: RankedItem[];
}
