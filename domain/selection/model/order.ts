import { murmur3 } from '../../experiments/hash';

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

/** The place of each text. */
export function numbersOf(texts: readonly string[]): Map<string, number> {
  return new Map(texts.map((text, number) => [text, number]));
}
