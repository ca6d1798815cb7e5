import type { Sized } from '../standIns';

/**
 * What selection learns from. A deed is one thing that a customer did, or that was done for them, with an item; it is
 * made of one row of the events (see `domain/events/types.ts`). Times are in milliseconds since the epoch.
 */
export interface Deed {
  sku: string;
  kind: DeedKind;
  atMs: number;
  /** Of `rated`: 1-5. */
  stars?: number;
}

export type DeedKind = 'sent' | 'rated' | 'swappedAway' | 'skipped' | 'returned' | 'viewed' | 'clicked';

export interface CustomerDeeds {
  customerId: string;
  /** Oldest first. Equal times are in the order of the array. */
  deeds: Deed[];
}

/**
 * What training knows of an item besides the deeds; a `CatalogItem` is one. SKUs are opaque: only their equality counts. All
 * sizes of a style are one item to it.
 */
export interface TrainingItem extends Sized {
  /** `Games > Card Games` is `['Games', 'Card Games']`. */
  categoryPath: string[];
  brand: string | null;
  /** For price fit; left out or null when not known. */
  priceCents?: number | null;
}

export interface TrainerOptions {
  /** Bound of memory: beyond, some customers (by the hash of their ID) are left out. */
  mostDeeds?: number;
  /** Bound of memory: how many of the strongest companions an item keeps. */
  companionsPerItem?: number;
}

/** Of the encoding: bytes of another version are refused. */
export const formatVersion = 1;

/** Names of the simple models in the ensemble. */
export type PartName = (typeof partNames)[number];
export const partNames = ['popularity', 'companions', 'taste', 'attributes'] as const;

/** What a model was made of and what it earned: recorded with it, shown to operators, never used for scoring. */
export interface ModelFacts {
  /** Of the encoding; a decoder refuses others. */
  formatVersion: number;
  customers: number;
  deeds: number;
  items: number;
  /** Time of the oldest and newest deed; null when there were none. */
  firstDeedAtMs: number | null;
  lastDeedAtMs: number | null;
  /** What the ensemble earned on the inner holdout (each customer's last item), and each part alone; null without one. */
  holdout: ModelScore | null;
  holdoutOfPart: Partial<Record<PartName, ModelScore>>;
}

/** How well a model ranks an item that was kept from it. */
export interface ModelScore {
  /** Customers it was measured on. */
  customers: number;
  hitRateAt10: number;
  ndcgAt10: number;
  ndcgAt20: number;
}

/** A case for `evaluateModel`: given these deeds, the customer took that item next. */
export interface HoldoutCase {
  deeds: Deed[];
  nextSku: string;
}
