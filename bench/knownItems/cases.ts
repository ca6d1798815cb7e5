import { seededRandom } from '#domain/numbers/random';
import type { SearchDocument } from '#domain/search/types';

export const kinds = ['title with typos', 'three words', 'prefix and brand'] as const;
export type Kind = (typeof kinds)[number];

/** What somebody types who has one item in mind. */
export interface KnownItem {
  kind: Kind;
  text: string;
  sku: string;
}

const letters = 'abcdefghijklmnopqrstuvwxyz';

/**
 * Three queries for each of `count` items: its full title with one typo in each word over five letters; its three
 * rarest words; the first six letters of its rarest word (of those that have more), and its brand. Words are of letters
 * only in the last two: nobody has an item's number in mind. The same seed gives the same queries.
 */
export function knownItems(documents: SearchDocument[], count: number, seed: number): KnownItem[] {
  const random = seededRandom(seed);
  const frequency = new Map<string, number>();
  for (const { title } of documents) {
    for (const word of wordsOf(title)) frequency.set(word, (frequency.get(word) ?? 0) + 1);
  }
  const rarestOf = (title: string): string[] => wordsOf(title).sort((a, b) => frequency.get(a)! - frequency.get(b)!);
  const hasAllKinds = ({ title, brand }: SearchDocument): boolean =>
    brand !== null && wordsOf(title).length >= 3 && wordsOf(title).some(isLong);
  return sample(documents.filter(hasAllKinds), count, random).flatMap(({ sku, title, brand }) => {
    const rarest = rarestOf(title);
    const texts: Record<Kind, string> = {
      'title with typos': title.replace(/[\p{L}\p{N}]{6,}/gu, (word) => withTypo(word, random)),
      'three words': rarest.slice(0, 3).join(' '),
      'prefix and brand': `${rarest.find(isLong)!.slice(0, prefixLetters)} ${brand}`,
    };
    return kinds.map((kind) => ({ kind, text: texts[kind], sku }));
  });
}

const prefixLetters = 6;
const isLong = (word: string): boolean => word.length > prefixLetters;

/** A title's words of letters, each once; short ones tell items apart by chance only. */
const wordsOf = (title: string): string[] => [...new Set(title.toLowerCase().match(/\p{L}{4,}/gu))];

function sample<T>(from: T[], count: number, random: () => number): T[] {
  const left = [...from];
  const chosen: T[] = [];
  while (chosen.length < count && left.length > 0) {
    const at = Math.floor(random() * left.length);
    chosen.push(left[at]!);
    left[at] = left.at(-1)!;
    left.pop();
  }
  return chosen;
}

/** A letter changed, left out or put in, or two swapped, with the same chance and anywhere in the word. */
function withTypo(word: string, random: () => number): string {
  const at = Math.floor(random() * word.length);
  const letter = letters[Math.floor(random() * letters.length)]!;
  switch (Math.floor(random() * 4)) {
    case 0:
      return word.slice(0, at) + letter + word.slice(at + 1);
    case 1:
      return word.slice(0, at) + word.slice(at + 1);
    case 2:
      return word.slice(0, at) + letter + word.slice(at);
    default: {
      const left = Math.min(at, word.length - 2);
      return word.slice(0, left) + word[left + 1]! + word[left]! + word.slice(left + 2);
    }
  }
}
