import type { Candidates } from './candidates';
import { none } from './columns';
import { bandOf } from './order';
import type { Store } from './store';

type Items = Pick<Candidates, 'length' | 'slots' | 'scores'>;

/** Puts the sizes of one style next to each other, where the first of them stands. Without styles nothing moves. */
export function gatherStyles(candidates: Candidates, { columns: { style }, styles }: Store): void {
  if (styles.isEmpty) return;
  const { length } = candidates;
  const slots = candidates.slots.slice(0, length);
  const scores = candidates.scores.slice(0, length);
  // By style, its first place, or `none`; by place, the next one of the same style.
  const first = new Int32Array(styles.all.length).fill(none);
  const next = new Int32Array(length).fill(none);
  for (let at = length - 1; at >= 0; at -= 1) {
    const id = style[slots[at]!]!;
    if (id === none) continue;
    next[at] = first[id]!;
    first[id] = at;
  }
  candidates.length = 0;
  for (let at = 0; at < length; at += 1) {
    const id = style[slots[at]!]!;
    if (id !== none && first[id] !== at) continue;
    for (let member = at; member !== none; member = next[member]!) candidates.add(slots[member]!, scores[member]!);
  }
}

/** How many a customer would say that there are: a style counts once, in however many sizes it was found. */
export function countStyles(items: Items, { columns: { style } }: Store): number {
  let styles = 0;
  for (let at = 0; at < items.length; at = endOfStyle(items, style, at)) styles += 1;
  return styles;
}

/** Where the style ends whose first size is at this place. */
function endOfStyle({ slots, length }: Items, style: Int32Array, at: number): number {
  const id = style[slots[at]!];
  if (id === none) return at + 1;
  for (let end = at + 1; end < length; end += 1) if (style[slots[end]!] !== id) return end;
  return length;
}

/**
 * Offers each item without sizes, and of each style one size: of those as relevant as its best, one in stock, then one that
 * `isShown` prefers. It depends on no page, so that a style is on one page only. Items are as `gatherStyles` leaves them.
 */
export function offerStyles(
  items: Items,
  store: Store,
  isShown: (slot: number) => boolean,
  offer: (slot: number, score: number) => void,
): void {
  const { slots, scores, length } = items;
  const { columns, entries } = store;
  const { style, inStock } = columns;
  const represents = (one: number, other: number): boolean => {
    const [slot, otherSlot] = [slots[one]!, slots[other]!];
    const [score, otherScore] = [scores[one]!, scores[other]!];
    const better =
      bandOf(score) - bandOf(otherScore) ||
      inStock[slot]! - inStock[otherSlot]! ||
      Number(isShown(slot)) - Number(isShown(otherSlot)) ||
      score - otherScore;
    return better === 0 ? entries[slot]!.document.key < entries[otherSlot]!.document.key : better > 0;
  };
  for (let at = 0, end = 0; at < length; at = end) {
    end = endOfStyle(items, style, at);
    let best = at;
    for (let other = at + 1; other < end; other += 1) if (represents(other, best)) best = other;
    offer(slots[best]!, scores[best]!);
  }
}
