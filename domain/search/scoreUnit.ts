import type { Expansion } from './expand';
import { containsInOrder } from './phrases';
import type { Scratch } from './scratch';
import type { Store } from './store';
import { longestTitle } from './titleLength';
import type { Term } from './vocabulary';

/** What a match is worth by the fields that have the word: the bits of `postings.ts`. */
const fieldWeights = [0, 1, 0.9, 1.1, 0.5, 1.05, 0.95, 1.15];
const bestField = 1.15;
/** How much a title's length counts, as `b` of BM25: the same words weigh less among many others. */
const lengthShare = 0.2;

/** Inverse document frequency, as BM25 has it. https://en.wikipedia.org/wiki/Okapi_BM25 */
const rarity = (items: number, size: number): number => Math.log(1 + (size - items + 0.5) / (items + 0.5));

/** What a unit counts for: `reach`, by its rarity; `score`, the most that a match of it can score. */
export function weightOf(expansion: Expansion, { size }: Store): { reach: number; score: number } {
  const reach = rarity(rarestOf(expansion), size);
  return { reach, score: (reach * bestField) / (1 - lengthShare) };
}

function rarestOf({ exact, variants, phrases }: Expansion): number {
  if (exact) return exact.postings.length;
  let rarest = Infinity;
  for (const { term } of variants) rarest = Math.min(rarest, term.postings.length);
  for (const { terms } of phrases) for (const { postings } of terms) rarest = Math.min(rarest, postings.length);
  return rarest === Infinity ? 0 : rarest;
}

/**
 * Puts the best match of the unit that each item has into `scratch.unit`, and the items' slots into `scratch.unitTouched`;
 * answers how many. This is where a search spends its time: arrays only, and nothing is made.
 */
export function scoreUnit({ exact, variants, phrases }: Expansion, store: Store, scratch: Scratch): number {
  const { unit, unitTouched } = scratch;
  const { size, columns } = store;
  const { titleLength } = columns;
  const shares = lengthShares(store);
  // A rare misspelling of a word that is there must not count for more than the word.
  const most = exact ? rarity(exact.postings.length, size) : Infinity;
  let count = 0;
  for (const { term, quality } of variants) {
    const { slots, fields, length } = term.postings;
    const gain = quality * Math.min(most, rarity(length, size));
    for (let at = 0; at < length; at += 1) {
      const slot = slots[at]!;
      const value = gain * fieldWeights[fields[at]!]! * shares[titleLength[slot]!]!;
      const known = unit[slot]!;
      if (known === 0) unitTouched[count++] = slot;
      if (value > known) unit[slot] = value;
    }
  }
  for (const { terms, quality } of phrases) {
    const words = terms.map(({ word }) => word);
    const gain = quality * Math.max(...terms.map(({ postings }) => rarity(postings.length, size)));
    for (const slot of slotsWithAll(terms)) {
      if (!containsInOrder(store.entries[slot]!, words)) continue;
      const value = gain * shares[titleLength[slot]!]!;
      if (unit[slot] === 0) unitTouched[count++] = slot;
      if (value > unit[slot]!) unit[slot] = value;
    }
  }
  return count;
}

/** What a match is worth by the length of its title. */
function lengthShares({ size, titleWords }: Store): Float64Array {
  const meanLength = Math.max(1, titleWords / Math.max(1, size));
  const shares = new Float64Array(longestTitle + 1);
  for (let length = 0; length <= longestTitle; length += 1) {
    shares[length] = 1 / (1 - lengthShare + (lengthShare * length) / meanLength);
  }
  return shares;
}

function slotsWithAll(terms: Term[]): number[] {
  const lists = terms.map(({ postings }) => postings).sort((a, b) => a.length - b.length);
  const [shortest, ...others] = lists;
  return [...shortest!.slots.subarray(0, shortest!.length)].filter((slot) => others.every((each) => each.has(slot)));
}
