import type { Entry } from './entries';

/** Whether the words follow each other in one field of the item. */
export function containsInOrder({ title, brand, path }: Entry, words: string[]): boolean {
  for (let start = 0; start + words.length <= title.length; start += 1) {
    let at = 0;
    while (at < words.length && title[start + at]!.word === words[at]) at += 1;
    if (at === words.length) return true;
  }
  // Folded names are words with a space between them, and levels of a path have more than that between them.
  const phrase = ` ${words.join(' ')} `;
  return ` ${brand?.folded ?? ''} `.includes(phrase) || ` ${path.levels.at(-1)?.folded ?? ''} `.includes(phrase);
}
