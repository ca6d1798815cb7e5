import type { Entry } from './entries';
import type { Expansion } from './expand';
import type { ParsedQuery } from './parse';
import { containsInOrder } from './phrases';

/**
 * The query with each corrected word as the best hit has it; null when that has all words as they were typed. `best` is the
 * most relevant item, in `slot`, and has something for every word. What it has by a word's beginning, its other number, a
 * synonym or a compound is left as it was typed: that was no typo.
 */
export function suggestionOf({ text }: ParsedQuery, expansions: Expansion[], best: Entry, slot: number): string | null {
  let suggested = '';
  let copied = 0;
  for (const expansion of expansions) {
    const { unit, corrections } = expansion;
    const meant = corrections.find(({ term }) => term.postings.has(slot));
    if (!meant || hasAsTyped(expansion, best, slot)) continue;
    const { start, end } = unit.tokens[0]!;
    suggested += text.slice(copied, start) + meant.term.word;
    copied = end;
  }
  return copied === 0 ? null : suggested + text.slice(copied);
}

function hasAsTyped({ variants, corrections, phrases }: Expansion, best: Entry, slot: number): boolean {
  const inPhrase = ({ terms }: Expansion['phrases'][number]): boolean =>
    containsInOrder(
      best,
      terms.map(({ word }) => word),
    );
  const corrected = new Set(corrections);
  return (
    variants.some((variant) => !corrected.has(variant) && variant.term.postings.has(slot)) || phrases.some(inPhrase)
  );
}
