import { Best } from '../best';
import type { Companions } from './companions';
import type { Column, Remembered } from './features';

/** Two-step walks start from this many of the strongest companions: the others' paths are too weak to be seen. */
const walkers = 120;
/** Powers of popularity by which counts are divided, so that what everybody has is nobody's companion. */
const power = 0.3;

/** The sums over companions of a customer's items. */
export const directSums = [
  'after',
  'next',
  'before',
  'together',
  'togetherEver',
  'afterLatest',
] as const satisfies readonly Column[];
export type DirectSum = (typeof directSums)[number];
const width = directSums.length;

/** Sums over the companions of a customer's items, by item. */
export class CompanionSums {
  /** The sums of one item lie side by side: entry `item * directSums.length + n` is the n-th of them. */
  readonly direct: Float64Array;
  /** 1 for the items that have any: they are few, and the only ones that are set back before the next customer. */
  readonly isTouched: Uint8Array;
  /** Where a second step leads: what customers took who took what customers took ... Not yet damped. */
  readonly walk: Float64Array;
  /** By item, what its word, and a word for it, is multiplied by: what everybody has says little. */
  readonly damping: Float64Array;
  private readonly dampingTwice: Float64Array;
  private readonly touched: Int32Array;
  private touchedCount = 0;
  private readonly mostly: Float32Array;
  private readonly cosine: Float32Array;
  private readonly best = new Best(walkers);

  constructor(
    popularity: Float64Array,
    private readonly companions: Companions,
  ) {
    const size = popularity.length;
    this.direct = new Float64Array(size * width);
    this.isTouched = new Uint8Array(size);
    this.walk = new Float64Array(size);
    this.touched = new Int32Array(size);
    this.damping = popularity.map((count) => Math.max(count, 1) ** -power);
    this.dampingTwice = this.damping.map((each) => each ** 2);
    const root = popularity.map((count) => Math.max(count, 1) ** -0.5);
    const { starts, items, after, before, together } = companions;
    this.mostly = after.map((count, at) => count + before[at]! / 2);
    this.cosine = together.slice();
    for (let item = 0; item < size; item += 1) {
      for (let at = starts[item]!; at < starts[item + 1]!; at += 1) this.cosine[at]! *= root[item]! * root[items[at]!]!;
    }
  }

  read(remembered: readonly Remembered[]): void {
    this.clear();
    remembered.forEach(({ item, weight }, age) => {
      if (item >= 0) this.add(item, weight, age === 0);
    });
    this.takeSecondStep();
  }

  directSum(item: number, name: DirectSum): number {
    return this.direct[item * width + directSums.indexOf(name)]!;
  }

  walkTo(item: number): number {
    return this.walk[item]! * this.damping[item]!;
  }

  /** How much item `from` of the customer says for item `to`: the share of the `after` sum. */
  linkBetween(from: number, to: number): number {
    const { starts, items } = this.companions;
    for (let at = starts[from]!; at < starts[from + 1]!; at += 1) {
      if (items[at] === to) return this.mostly[at]! * this.damping[from]!;
    }
    return 0;
  }

  private clear(): void {
    const { direct, touched, isTouched } = this;
    for (let at = 0; at < this.touchedCount; at += 1) {
      const item = touched[at]!;
      isTouched[item] = 0;
      for (let sum = item * width; sum < (item + 1) * width; sum += 1) direct[sum] = 0;
    }
    this.touchedCount = 0;
    this.walk.fill(0);
  }

  private add(item: number, weight: number, isLatest: boolean): void {
    const { starts, items, before, next } = this.companions;
    const { direct, touched, isTouched, mostly, cosine } = this;
    const from = weight * this.damping[item]!;
    const end = starts[item + 1]!;
    for (let at = starts[item]!; at < end; at += 1) {
      const other = items[at]!;
      if (isTouched[other] === 0) {
        isTouched[other] = 1;
        touched[this.touchedCount++] = other;
      }
      const sums = other * width;
      const after = from * mostly[at]!;
      direct[sums]! += after;
      direct[sums + 1]! += from * next[at]!;
      direct[sums + 2]! += from * before[at]!;
      direct[sums + 3]! += weight * cosine[at]!;
      direct[sums + 4]! += cosine[at]!;
      if (isLatest) direct[sums + 5]! += after;
    }
  }

  /** From the strongest companions to theirs. */
  private takeSecondStep(): void {
    const { starts, items } = this.companions;
    const { best, direct, touched, dampingTwice, walk, mostly } = this;
    best.clear();
    for (let at = 0; at < this.touchedCount; at += 1) {
      const item = touched[at]!;
      // Damped twice: for the step to the item, and for the step from it.
      best.add(item, direct[item * width]! * dampingTwice[item]!);
    }
    best.each((item, strength) => {
      const end = starts[item + 1]!;
      for (let at = starts[item]!; at < end; at += 1) walk[items[at]!]! += strength * mostly[at]!;
    });
  }
}
