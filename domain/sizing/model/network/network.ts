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

/** Adds the mean of the networks' scores, `share` of it, to those of small, fit and large. */
export function addNetworkScores({ each }: Networks, inputs: Float32Array, share: number, scores: Float64Array): void {
  const weight = share / each.length;
  for (const { units, outputs } of each) {
    const count = outputs.length / 3 - 1;
    for (let k = 0; k < 3; k += 1) scores[k]! += weight * outputs[k * (count + 1) + count]!;
    for (let unit = 0; unit < count; unit += 1) {
      const sum = weight * unitSum(units, unit * (inputs.length + 1), inputs);
      if (sum <= 0) continue;
      for (let k = 0; k < 3; k += 1) scores[k]! += sum * outputs[k * (count + 1) + unit]!;
    }
  }
}
