import { seededRandom } from '#domain/numbers/random';
import type { SearchDocument } from '#domain/search/types';

/** What people type, in about the mix that a shop sees, with two in a hundred that nobody should. */
export function mixedQueries(documents: readonly SearchDocument[], count: number, seed: number): string[] {
  const random = seededRandom(seed);
  const any = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)]!;
  return Array.from({ length: count }, () => {
    const { title, brand, categoryPath } = any(documents);
    const words = title.split(' ');
    const word = any(words);
    const kind = random();
    if (kind < 0.2) return word.slice(0, 1 + Math.floor(random() * 5));
    if (kind < 0.4) return `${word} ${any(words)}`;
    if (kind < 0.5) return brand ?? word;
    if (kind < 0.6) return `${brand} ${word.slice(0, 4)}`;
    if (kind < 0.7) return categoryPath.at(-1) ?? word;
    if (kind < 0.85) return words.slice(0, 4).map(misspelt).join(' ');
    if (kind < 0.92) return words.map(misspelt).join(' ');
    if (kind < 0.95) return `"${words.slice(1, 3).join(' ')}"`;
    if (kind < 0.98) return `${any(documents).title.split(' ').at(-1)} ${word} ${any(any(documents).title.split(' '))}`;
    return Array.from({ length: 2_000 }, () => misspelt(any(any(documents).title.split(' '))))
      .join(' ')
      .slice(0, 10_000);
  });
}

const misspelt = (word: string): string =>
  word.length > 5 ? `${word.slice(0, 2)}${word[3]}${word[2]}${word.slice(4)}` : word;
