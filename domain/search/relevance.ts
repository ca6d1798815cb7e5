import type { Candidates } from './candidates';
import type { Expansion } from './expand';
import { scoreUnit, weightOf } from './scoreUnit';
import type { Scratch } from './scratch';
import type { Store } from './store';
import type { Term } from './vocabulary';

/** Parts of the score beside the matched words: their order in the title, and how good the item is. */
const orderShare = 0.08;
const qualityShare = 0.04;
const wordShare = 1 - orderShare - qualityShare;
/** Among more candidates the words were not distinctive enough for their order to tell items apart. */
const mostOrdered = 3_000;
/** Where no item has all words: those that have at least this part of what the best one has that the filters let through. */
const relaxedShare = 0.7;

/**
 * Items with words of the query, scored by the words' rarity, how surely each was meant, and the fields that have it.
 * `needed` all: only items that have every unit; else those that have nearly as much of it as the best one that `passes`,
 * and none when none of it passes. Scores depend on the items and the query alone, never on the slots.
 */
export function candidatesOf(
  expansions: Expansion[],
  store: Store,
  scratch: Scratch,
  needed: 'all' | { mostOf: (slot: number) => boolean },
): Candidates {
  scratch.fit(store.entries.length);
  const { total, reached, covered, touched } = scratch;
  const { quality } = store.columns;
  const { count, possible } = sumUnits(expansions, store, scratch);
  const best = needed === 'all' ? 0 : mostReached(scratch, count, needed.mostOf);
  const found = scratch.candidates;
  found.clear(count);
  for (let at = 0; at < count; at += 1) {
    const slot = touched[at]!;
    const isIn =
      needed === 'all' ? covered[slot] === expansions.length : best > 0 && reached[slot]! >= best * relaxedShare;
    if (isIn) found.add(slot, (wordShare * total[slot]!) / possible + qualityShare * quality[slot]!);
    total[slot] = 0;
    reached[slot] = 0;
    covered[slot] = 0;
  }
  if (found.length <= mostOrdered) addOrder(found, expansions, store);
  return found;
}

function mostReached({ touched, reached }: Scratch, count: number, passes: (slot: number) => boolean): number {
  let most = 0;
  for (let at = 0; at < count; at += 1) {
    const slot = touched[at]!;
    if (reached[slot]! > most && passes(slot)) most = reached[slot]!;
  }
  return most;
}

/** Adds up all units per slot. `possible`: the most that one could score. */
function sumUnits(expansions: Expansion[], store: Store, scratch: Scratch): { count: number; possible: number } {
  const { total, reached, covered, touched, unit, unitTouched } = scratch;
  let count = 0;
  let possible = 0;
  for (const expansion of expansions) {
    const { reach, score } = weightOf(expansion, store);
    possible += score;
    const found = scoreUnit(expansion, store, scratch);
    for (let at = 0; at < found; at += 1) {
      const slot = unitTouched[at]!;
      if (covered[slot] === 0) {
        touched[count] = slot;
        count += 1;
      }
      covered[slot]! += 1;
      total[slot]! += unit[slot]!;
      unit[slot] = 0;
      reached[slot]! += reach;
    }
  }
  return { count, possible };
}

/** More for words that follow each other in the title as they do in the query, and for a title that begins with one. */
function addOrder(candidates: Candidates, expansions: Expansion[], { entries }: Store): void {
  const unitOf = new Map<Term, number>();
  expansions.forEach(({ variants }, unit) => {
    for (const { term } of variants) if (!unitOf.has(term)) unitOf.set(term, unit);
  });
  const pairs = Math.max(1, expansions.length - 1);
  for (let candidate = 0; candidate < candidates.length; candidate += 1) {
    const { title } = entries[candidates.slots[candidate]!]!;
    let before = title.length > 0 ? unitOf.get(title[0]!) : undefined;
    const begins = before === undefined ? 0 : 1;
    let inOrder = 0;
    for (let at = 1; at < title.length && expansions.length > 1; at += 1) {
      const unit = unitOf.get(title[at]!);
      if (unit !== undefined && before !== undefined && unit === before + 1) inOrder += 1;
      before = unit;
    }
    const ordered = expansions.length === 1 ? begins : 0.75 * Math.min(1, inOrder / pairs) + 0.25 * begins;
    candidates.scores[candidate]! += orderShare * ordered;
  }
}
