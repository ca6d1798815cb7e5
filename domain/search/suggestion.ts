import type { Expansion } from './expand';
import type { ParsedQuery } from './parse';

/**
 * The query with each corrected word as the best hit has it, or as most items do; null when no word was taken for a typo.
 * `best` is the slot of the most relevant item.
 */
export function suggestionOf({ text }: ParsedQuery, expansions: Expansion[], best: number | undefined): string | null {
  let suggested = '';
  let copied = 0;
  for (const { unit, variants, isCorrected } of expansions) {
    if (!isCorrected) continue;
    const inBest = variants.filter(({ term }) => best !== undefined && term.postings.has(best));
    const meant = (inBest[0] ?? variants[0])?.term.word;
    const { start, end, word } = unit.tokens[0]!;
    if (meant === undefined || meant === word) continue;
    suggested += text.slice(copied, start) + meant;
    copied = end;
  }
  return copied === 0 ? null : suggested + text.slice(copied);
}
