import type { Deed } from './types';

/** What a customer makes of one item, all of their deeds with it taken together. */
export interface Opinion {
  /** Of an item with sizes, the one that the customer first had to do with. */
  sku: string;
  /** Above 0: the customer took or liked it; below 0: turned it down or disliked it. */
  strength: number;
  /** When they first had to do with it. */
  atMs: number;
}

/** What a deed says when nothing stronger was said later. A view is curiosity; a swap, a return or one star is a no. */
const strengths: Record<Exclude<Deed['kind'], 'rated'>, number> = {
  sent: 1,
  clicked: 0.3,
  viewed: 0.1,
  skipped: -0.5,
  swappedAway: -1,
  returned: -1,
};
const strengthOfStars = [-1, -1, -0.7, 0.4, 1.1, 1.4];
/** A deed replaces what a weaker kind said before: a rating overrules a delivery, and a later view takes nothing back. */
const ranks: Record<Deed['kind'], number> = {
  viewed: 0,
  clicked: 1,
  sent: 2,
  skipped: 2,
  swappedAway: 3,
  returned: 3,
  rated: 3,
};

/**
 * One opinion per item, in the order in which the customer first met the items. `standInOf` says which SKU stands for all
 * sizes of an item: what was said of one size is said of them all.
 */
export function opinionsOf(deeds: readonly Deed[], standInOf: (sku: string) => string): Opinion[] {
  const opinions = new Map<string, Opinion & { rank: number }>();
  for (const deed of deeds) {
    const item = standInOf(deed.sku);
    const known = opinions.get(item);
    const rank = ranks[deed.kind];
    if (!known) opinions.set(item, { sku: deed.sku, strength: strengthOf(deed), atMs: deed.atMs, rank });
    else if (rank >= known.rank) Object.assign(known, { strength: strengthOf(deed), rank });
  }
  return [...opinions.values()];
}

function strengthOf({ kind, stars }: Deed): number {
  return kind === 'rated' ? strengthOfStars[Math.round(Math.min(5, Math.max(0, stars ?? 4)))]! : strengths[kind];
}
