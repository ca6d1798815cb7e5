import type { FitCase } from '../types';
import { distinctPairs, type GroupKey, groupOf, groupWidth, pairOf, placeOf, Words } from './groups';
import { columnOf, rawWidth, setRaw } from './rawColumns';

/** Cases as numbers: `rawWidth` columns and `groupWidth` group numbers per row. */
export interface Cases {
  rows: number;
  raw: Float64Array;
  groups: Int32Array;
}

export const roomForCases = (rows: number): Cases => ({
  rows,
  raw: new Float64Array(rows * rawWidth),
  groups: new Int32Array(rows * groupWidth),
});

const wordKeys = ['category', 'style', 'customer', 'bodyType', 'occasion', 'size'] as const;
export type WordKey = (typeof wordKeys)[number];
export const pairKeys = [
  'styleSize',
  'customerCategory',
  'customerSize',
  'categorySize',
  'weightSize',
  'categoryWeightStep',
] as const satisfies readonly GroupKey[];
type PairKey = (typeof pairKeys)[number];

/** Kilograms per class of weight: 15 pounds. */
const weightClassKg = 6.8;

/** Which word or pair has which number. IDs are only ever looked up. */
export class Codebook {
  /** Of the case at hand. */
  readonly #raw = new Float64Array(rawWidth);

  constructor(
    readonly variantsPerStep: number,
    readonly words: Record<WordKey, Words>,
    readonly pairs: Record<PairKey, Float64Array>,
  ) {}

  /** The codebook of these cases, and the cases in it. */
  static build(cases: readonly FitCase[], variantsPerStep: number): { codebook: Codebook; cases: Cases } {
    const words = Object.fromEntries(wordKeys.map((key) => [key, new Words()])) as Record<WordKey, Words>;
    for (const fitCase of cases) for (const key of wordKeys) words[key].add(wordOf(fitCase, key));
    const none = Object.fromEntries(pairKeys.map((key) => [key, new Float64Array()])) as Record<PairKey, Float64Array>;
    const first = new Codebook(variantsPerStep, words, none);
    const found = Object.fromEntries(pairKeys.map((key) => [key, new Float64Array(cases.length)])) as typeof none;
    const raw = new Float64Array(rawWidth);
    cases.forEach((fitCase, row) => {
      setRaw(fitCase, variantsPerStep, raw, 0);
      const own = first.#pairsOf(fitCase, raw);
      for (const key of pairKeys) found[key][row] = own[key];
    });
    for (const key of pairKeys) found[key] = distinctPairs(found[key]);
    const codebook = new Codebook(variantsPerStep, words, found);
    return { codebook, cases: codebook.code(cases) };
  }

  code(cases: readonly FitCase[]): Cases {
    const coded = roomForCases(cases.length);
    this.codeInto(cases, coded);
    return coded;
  }

  /** Codes them in place of what is in `coded`, which has as many rows. */
  codeInto(cases: readonly FitCase[], coded: Cases): void {
    const raw = this.#raw;
    cases.forEach((fitCase, row) => {
      setRaw(fitCase, this.variantsPerStep, raw, 0);
      coded.raw.set(raw, row * rawWidth);
      const from = row * groupWidth;
      for (const key of ['category', 'style', 'customer', 'bodyType', 'occasion'] as const) {
        coded.groups[from + groupOf[key]] = this.words[key].numberOf(wordOf(fitCase, key));
      }
      const own = this.#pairsOf(fitCase, raw);
      for (const key of pairKeys) coded.groups[from + groupOf[key]] = placeOf(this.pairs[key], own[key]);
    });
  }

  /** How many groups there are of a key. */
  groupsOf(key: GroupKey): number {
    return key in this.pairs ? this.pairs[key as PairKey].length : this.words[key as WordKey].count;
  }

  #pairsOf(fitCase: FitCase, raw: Float64Array): Record<PairKey, number> {
    const number = (key: WordKey): number => this.words[key].numberOf(wordOf(fitCase, key));
    const size = number('size');
    const category = number('category');
    const customer = number('customer');
    const weight = raw[columnOf.weightKg]!;
    const weightClass = Number.isNaN(weight) ? 0 : Math.min(99, 1 + Math.floor(weight / weightClassKg));
    const step = Math.max(0, Math.min(9_999, raw[columnOf.step]!));
    return {
      styleSize: pairOf(number('style'), size),
      customerCategory: pairOf(customer, category),
      customerSize: pairOf(customer, size),
      categorySize: pairOf(category, size),
      weightSize: pairOf(weightClass, size),
      categoryWeightStep: pairOf(category, weightClass * 10_000 + step),
    };
  }
}

/** The empty word stands for "not said", which is a group as any other. */
function wordOf({ category, styleId, customerId, wearer, occasion, size }: FitCase, key: WordKey): string {
  switch (key) {
    case 'category':
      return category ?? '';
    case 'style':
      return styleId;
    case 'customer':
      return customerId;
    case 'bodyType':
      return wearer.bodyType ?? '';
    case 'occasion':
      return occasion ?? '';
    case 'size':
      return String(size);
  }
}
