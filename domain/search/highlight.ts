import type { Expansion } from './expand';
import { tokensOf } from './fold';
import type { Highlight, HighlightedField, SearchDocument } from './types';

/** Every word of the catalog that the query may have meant. */
export function matchedWords(expansions: Expansion[]): ReadonlySet<string> {
  const words = new Set<string>();
  for (const { variants, phrases } of expansions) {
    for (const { term } of variants) words.add(term.word);
    for (const { terms } of phrases) for (const { word } of terms) words.add(word);
  }
  return words;
}

/** Where an item's texts have such words; fields without any are left out. */
export function highlightsOf({ title, brand, categoryPath }: SearchDocument, words: ReadonlySet<string>): Highlight[] {
  if (words.size === 0) return [];
  const texts: [HighlightedField, string][] = [
    ['title', title],
    ['brand', brand ?? ''],
    ['category', categoryPath.join(' > ')],
  ];
  return texts.flatMap(([field, text]) => {
    const ranges = rangesOf(text, words);
    return ranges.length > 0 ? [{ field, ranges }] : [];
  });
}

function rangesOf(text: string, words: ReadonlySet<string>): Highlight['ranges'] {
  const tokens = tokensOf(text);
  const isMatched = tokens.map(({ word }) => words.has(word));
  tokens.forEach(({ word, isJoined }, at) => {
    if (!isJoined || at === 0 || !words.has(tokens[at - 1]!.word + word)) return;
    isMatched[at - 1] = true;
    isMatched[at] = true;
  });
  const ranges: Highlight['ranges'] = [];
  tokens.forEach(({ start, end }, at) => {
    // One character may be two words (`½`); it is marked once.
    if (isMatched[at] && start >= (ranges.at(-1)?.[1] ?? 0)) ranges.push([start, end]);
  });
  return ranges;
}
