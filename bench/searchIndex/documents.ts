import { seededRandom } from '#domain/numbers/random';
import type { SearchDocument } from '#domain/search/types';

const consonants = 'bcdfghklmnprstvw';
const vowels = 'aeiou';

/** A made-up shop: words as unevenly frequent as in real titles, a new one in every other title, brands that keep to their categories. */
export function syntheticDocuments(count: number, seed: number): SearchDocument[] {
  const random = seededRandom(seed);
  const common = Array.from({ length: 8_000 }, () => madeUpWord(random));
  /** By Zipf's law: the n-th word is n times as rare as the first one. */
  const commonWord = (): string => common[Math.floor(common.length ** random()) - 1]!;
  return Array.from({ length: count }, (_, number) => {
    const group = Math.floor(300 * random() ** 2);
    const brand = `${common[(group * 7) % 900]} ${common[group % 500]}`;
    const words = Array.from({ length: 3 + Math.floor(random() * 12) }, commonWord);
    if (random() < 0.5) words.push(madeUpWord(random) + number.toString(36));
    return {
      key: `bench/${number}`,
      programId: 'bench',
      sku: `sku-${number}`,
      title: [brand, ...words].join(' '),
      brand,
      categoryPath: [`Aisle ${group % 20}`, `Group ${group}`, common[group]!],
      priceCents: 300 + Math.floor(random() ** 3 * 20_000),
      currency: 'EUR',
      rating: random() < 0.2 ? null : 3 + Math.round(random() * 20) / 10,
      reviewCount: Math.floor(random() ** 4 * 400),
      awards: [],
      ageMinYears: random() < 0.5 ? null : Math.floor(random() * 10),
      ageMaxYears: null,
      inStock: random() < 0.9,
      addedAtMs: number,
    };
  });
}

function madeUpWord(random: () => number): string {
  const pick = (from: string): string => from[Math.floor(random() * from.length)]!;
  return (
    Array.from({ length: 2 + Math.floor(random() * 3) }, () => pick(consonants) + pick(vowels)).join('') +
    pick(consonants)
  );
}
