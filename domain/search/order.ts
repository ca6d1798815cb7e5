import type { Liking } from './personal';
import type { Store } from './store';
import type { SearchCursor, SearchQuery, SearchSort } from './types';

/**
 * Relevance is cut into so many bands. Taste moves an item within its band only: whatever is clearly more relevant stays
 * above it.
 */
export const bands = 12;
/** How much of the order within a band is taste, and not what is left of relevance. */
const tasteShare = 0.8;

/** The band of a relevance of 0..1. */
export const bandOf = (score: number): number => Math.min(bands - 1, Math.floor(heightOf(score)));

/** Bands are one apart. */
const heightOf = (score: number): number => Math.min(Math.max(score, 0), 1) * bands;

/** Where an item stands: band, then value, both descending, then key. */
export interface RankedSlot extends SearchCursor {
  slot: number;
  /** Relevance. */
  score: number;
  personalScore: number | null;
}

/** The first items of an order that come after a cursor, without sorting the rest: of thousands a page shows some. */
export class Highest {
  private readonly kept: RankedSlot[] = [];
  private readonly sort: SearchSort;
  private readonly after: SearchCursor | null;

  /** `most` items are kept. */
  constructor(
    { sort, after }: Pick<SearchQuery, 'sort' | 'after'>,
    private readonly most: number,
    private readonly liking: Liking | null,
    private readonly store: Store,
  ) {
    this.sort = sort;
    this.after = after;
  }

  offer(slot: number, score: number): void {
    if (this.sort !== 'relevance') return this.place(slot, score, 0, this.valueOf(slot, this.sort), null);
    const band = bandOf(score);
    // Most items are too low whatever the taste says of them.
    if (this.kept.length === this.most && band < this.kept[this.most - 1]!.band) return;
    const within = heightOf(score) - band;
    if (this.liking === null) return this.place(slot, score, band, within, null);
    const personal = this.liking(slot);
    this.place(slot, score, band, within * (1 - tasteShare) + personal * tasteShare, personal);
  }

  taken(): RankedSlot[] {
    return this.kept;
  }

  private place(slot: number, score: number, band: number, value: number, personalScore: number | null): void {
    const { kept, most, after } = this;
    const last = kept[most - 1];
    if (last && (band < last.band || (band === last.band && value < last.value))) return;
    const { key } = this.store.entries[slot]!.document;
    if (last && !isAbove(band, value, key, last)) return;
    if (after !== null && !isBelow(band, value, key, after)) return;
    let low = 0;
    let high = kept.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (isAbove(band, value, key, kept[middle]!)) high = middle;
      else low = middle + 1;
    }
    kept.splice(low, 0, { slot, score, band, value, key, personalScore });
    if (kept.length > most) kept.pop();
  }

  private valueOf(slot: number, sort: Exclude<SearchSort, 'relevance'>): number {
    const { priceCents, stars, addedAtMs } = this.store.columns;
    switch (sort) {
      case 'priceLow':
        return -priceCents[slot]!;
      case 'priceHigh':
        return priceCents[slot]!;
      case 'rating':
        return stars[slot]!;
      case 'newest':
        return addedAtMs[slot]!;
    }
  }
}

function isAbove(band: number, value: number, key: string, other: SearchCursor): boolean {
  if (band !== other.band) return band > other.band;
  if (value !== other.value) return value > other.value;
  return key < other.key;
}

function isBelow(band: number, value: number, key: string, other: SearchCursor): boolean {
  if (band !== other.band) return band < other.band;
  if (value !== other.value) return value < other.value;
  return key > other.key;
}
