import { murmur3 } from '../../numbers/hash';

/**
 * Texts in the order of their hashes (equal hashes: of the texts). IDs are opaque: numbers that were handed out in some
 * order must not say anything, not even by breaking a tie.
 */
export function inHashOrder(texts: Iterable<string>): string[] {
  return [...texts]
    .map((text) => ({ text, hash: murmur3(text) }))
    .sort((a, b) => a.hash - b.hash || (a.text < b.text ? -1 : 1))
    .map(({ text }) => text);
}

/** The place of each SKU in `skus`; other sizes of a style have the place of the SKU that stands for it (`standIns`, by SKU). */
export function numbersOf(
  skus: readonly string[],
  standIns: Iterable<readonly [string, string]> = [],
): Map<string, number> {
  const numbers = new Map(skus.map((sku, number) => [sku, number]));
  for (const [sku, standIn] of standIns) numbers.set(sku, numbers.get(standIn)!);
  return numbers;
}
