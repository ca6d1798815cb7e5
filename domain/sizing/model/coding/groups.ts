/**
 * Groups that rows are in, and that something is learned of: each row has a number per group key, or -1 when the group was
 * not seen in training.
 */
export const groupKeys = [
  'category',
  'style',
  'customer',
  'styleSize',
  'customerCategory',
  'customerSize',
  'categorySize',
  'weightSize',
  'categoryWeightStep',
  'bodyType',
  'occasion',
] as const;
export type GroupKey = (typeof groupKeys)[number];
export const groupWidth = groupKeys.length;
export const groupOf = Object.fromEntries(groupKeys.map((name, at) => [name, at])) as Record<GroupKey, number>;

/** Words as numbers, in the order of their first appearance: nothing depends on the words themselves. */
export class Words {
  readonly #numbers: Map<string, number>;

  constructor(words: readonly string[] = []) {
    this.#numbers = new Map(words.map((word, at) => [word, at]));
  }

  add(word: string): number {
    const known = this.#numbers.get(word);
    if (known !== undefined) return known;
    this.#numbers.set(word, this.#numbers.size);
    return this.#numbers.size - 1;
  }

  /** -1 for a word that was not seen. */
  numberOf(word: string): number {
    return this.#numbers.get(word) ?? -1;
  }

  get count(): number {
    return this.#numbers.size;
  }

  get words(): string[] {
    return [...this.#numbers.keys()];
  }
}

/** A group of two numbers, each below 2^21 (so that the pair is exact in a double); -1 when either is unknown. */
export const pairOf = (a: number, b: number): number => (a < 0 || b < 0 ? -1 : a * 2_097_152 + b);

/** Where a pair is among these, in ascending order; -1 when it is not. A search in an array takes a tenth of a Map's memory. */
export function placeOf(pairs: Float64Array, pair: number): number {
  let low = 0;
  let high = pairs.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const at = pairs[middle]!;
    if (at === pair) return middle;
    if (at < pair) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}

/** The distinct pairs, ascending, without -1. */
export function distinctPairs(pairs: Float64Array): Float64Array {
  const sorted = pairs.slice().sort();
  return sorted.filter((pair, at) => pair >= 0 && (at === 0 || pair !== sorted[at - 1]));
}
