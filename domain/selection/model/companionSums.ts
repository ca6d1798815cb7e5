import { Best } from '../best';
import type { Companions } from './companions';
import type { Column, Remembered } from './features';

/** Two-step walks start from this many of the strongest companions: the others' paths are too weak to be seen. */
const walkers = 120;
/** Powers of popularity by which counts are divided, so that what everybody has is nobody's companion. */
const power = 0.3;

export type SumName = Extract<
  Column,
  'after' | 'next' | 'before' | 'together' | 'togetherEver' | 'afterLatest' | 'walk'
>;
const directNames: readonly SumName[] = ['after', 'next', 'before', 'together', 'togetherEver', 'afterLatest'];

/** The items that have a sum above 0: few, and the only ones that are set back before the next customer. */
export class Touched {
  readonly items: Int32Array;
  count = 0;
  private readonly is: Uint8Array;

  constructor(size: number) {
    this.items = new Int32Array(size);
    this.is = new Uint8Array(size);
  }

  add(item: number): void {
    if (this.is[item] === 1) return;
    this.is[item] = 1;
    this.items[this.count++] = item;
  }

  /** Forgets them, and sets their sums to 0. */
  clear(sums: readonly Float64Array[]): void {
    for (let at = 0; at < this.count; at += 1) {
      const item = this.items[at]!;
      this.is[item] = 0;
      for (const sum of sums) sum[item] = 0;
    }
    this.count = 0;
  }
}

/** Sums over the companions of a customer's items, by item. */
export class CompanionSums {
  readonly sums: Record<SumName, Float64Array>;
  /** Companions of the customer's items, and where a second step leads; the sums of each. */
  readonly groups: readonly { touched: Touched; names: readonly SumName[] }[];
  private readonly direct: Touched;
  private readonly reached: Touched;
  private readonly mostly: Float32Array;
  private readonly cosine: Float32Array;
  private readonly fromItem: Float64Array;
  private readonly best = new Best(walkers);
  private readonly strengths: Float64Array;

  constructor(
    popularity: Float64Array,
    private readonly companions: Companions,
  ) {
    const size = popularity.length;
    this.sums = Object.fromEntries([...directNames, 'walk'].map((name) => [name, new Float64Array(size)])) as Record<
      SumName,
      Float64Array
    >;
    this.direct = new Touched(size);
    this.reached = new Touched(size);
    this.groups = [
      { touched: this.direct, names: directNames },
      { touched: this.reached, names: ['walk'] },
    ];
    this.strengths = new Float64Array(size);
    this.fromItem = popularity.map((count) => Math.max(count, 1) ** -power);
    const root = popularity.map((count) => Math.max(count, 1) ** -0.5);
    const { starts, items, after, before, together } = companions;
    this.mostly = after.map((count, at) => count + before[at]! / 2);
    this.cosine = together.slice();
    for (let item = 0; item < size; item += 1) {
      for (let at = starts[item]!; at < starts[item + 1]!; at += 1) this.cosine[at]! *= root[item]! * root[items[at]!]!;
    }
  }

  read(remembered: readonly Remembered[]): void {
    for (const { touched, names } of this.groups) touched.clear(names.map((name) => this.sums[name]));
    remembered.forEach(({ item, weight }, age) => {
      if (item >= 0) this.add(item, weight, age === 0);
    });
    this.walk();
  }

  /** How much item `from` of the customer says for item `to`: the share of the `after` sum. */
  linkBetween(from: number, to: number): number {
    const { starts, items } = this.companions;
    for (let at = starts[from]!; at < starts[from + 1]!; at += 1) {
      if (items[at] === to) return this.mostly[at]! * this.fromItem[from]!;
    }
    return 0;
  }

  private add(item: number, weight: number, isLatest: boolean): void {
    const { starts, items, before, next: following } = this.companions;
    const { after, next, before: earlier, together, togetherEver, afterLatest } = this.sums;
    const from = weight * this.fromItem[item]!;
    const end = starts[item + 1]!;
    for (let at = starts[item]!; at < end; at += 1) {
      const other = items[at]!;
      this.direct.add(other);
      const mostly = from * this.mostly[at]!;
      const cosine = this.cosine[at]!;
      after[other]! += mostly;
      next[other]! += from * following[at]!;
      earlier[other]! += from * before[at]!;
      together[other]! += weight * cosine;
      togetherEver[other]! += cosine;
      if (isLatest) afterLatest[other]! += mostly;
    }
  }

  /** Companions of companions: what customers took who took what customers took ... */
  private walk(): void {
    const { starts, items } = this.companions;
    const { after, walk } = this.sums;
    const { best, strengths, mostly, fromItem } = this;
    best.clear();
    for (let at = 0; at < this.direct.count; at += 1) {
      const item = this.direct.items[at]!;
      // Divided twice: for the step to the item, and for the step from it.
      const strength = after[item]! * fromItem[item]! ** 2;
      strengths[item] = strength;
      best.add(item, strength);
    }
    best.each((item) => {
      const strength = strengths[item]!;
      const end = starts[item + 1]!;
      for (let at = starts[item]!; at < end; at += 1) {
        this.reached.add(items[at]!);
        walk[items[at]!]! += strength * mostly[at]!;
      }
    });
    for (let at = 0; at < this.reached.count; at += 1)
      walk[this.reached.items[at]!]! *= fromItem[this.reached.items[at]!]!;
  }
}
