import type { Scales } from '../coding/scales';

/**
 * Small neural networks that see the same features as the trees on top and are averaged: smooth where trees are steps, so
 * that the two err on different cases.
 */
export interface Networks {
  /** Of the features: a network sees how many spreads a feature is off its middle, and 0 where it is missing. */
  scales: Scales;
  each: Network[];
}

/** One hidden layer of rectified units. */
export interface Network {
  /** Per unit a weight per feature, then its bias. */
  units: Float32Array;
  /** Per class a weight per unit, then its bias. */
  outputs: Float32Array;
}

/** Features that are off by more spreads than this count as this far off: a single wild value must not decide. */
const mostSpreads = 4;

/** The features of one row, which start at `from`, as networks see them. */
export function setInputs({ means, spreads }: Scales, row: Float32Array, from: number, into: Float32Array): void {
  for (let at = 0; at < means.length; at += 1) {
    const off = (row[from + at]! - means[at]!) / spreads[at]!;
    // NaN compares as false with anything.
    into[at] = off > mostSpreads ? mostSpreads : off < -mostSpreads ? -mostSpreads : off === off ? off : 0;
  }
}

/** What a unit sums up, before it is rectified; weights and bias start at `base`. */
export function unitSum(weights: Float32Array, base: number, inputs: Float32Array): number {
  const width = inputs.length;
  // Four sums side by side: additions that wait for each other are most of a prediction's time otherwise.
  let a = weights[base + width]!;
  let b = 0;
  let c = 0;
  let d = 0;
  let at = 0;
  for (; at + 3 < width; at += 4) {
    a += weights[base + at]! * inputs[at]!;
    b += weights[base + at + 1]! * inputs[at + 1]!;
    c += weights[base + at + 2]! * inputs[at + 2]!;
    d += weights[base + at + 3]! * inputs[at + 3]!;
  }
  for (; at < width; at += 1) a += weights[base + at]! * inputs[at]!;
  return a + b + (c + d);
}
