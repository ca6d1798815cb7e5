import type { Cases } from '../coding/codebook';
import { type GroupKey, groupOf, groupWidth } from '../coding/groups';
import { bodyColumns, columnOf, rawWidth } from '../coding/rawColumns';
import type { Scales } from '../coding/scales';
import { factorInPlace, solveFactored } from './solve';

/**
 * The size step that would fit: a regression on the body's measurements, plus offsets of category and body type (together
 * what the body says), of the style (it runs small or large) and of the customer (who wears things wide).
 */
export interface IdealSize {
  weights: Float64Array;
  offsets: { key: GroupKey; values: Float32Array }[];
}

/** Offsets and how many records' worth they are pulled to 0. */
const offsetKeys = [
  { key: 'category', ridge: 5 },
  { key: 'bodyType', ridge: 5 },
  { key: 'style', ridge: 3 },
  { key: 'customer', ridge: 1 },
] as const;
const rounds = 6;

const body = bodyColumns.length;
/** 1, the five measures (0 when missing), whether each is missing, and all products of the ten. */
export const designWidth = 1 + 2 * body + (2 * body * (2 * body + 1)) / 2;

export function setDesign(cases: Cases, row: number, { means, spreads }: Scales, design: Float64Array): void {
  design[0] = 1;
  bodyColumns.forEach((column, at) => {
    const value = cases.raw[row * rawWidth + column]!;
    const missing = Number.isNaN(value);
    const scaled = missing ? 0 : (value - means[column]!) / spreads[column]!;
    design[1 + at] = Math.max(-4, Math.min(4, scaled));
    design[1 + body + at] = missing ? 1 : 0;
  });
  let next = 1 + 2 * body;
  for (let a = 1; a <= 2 * body; a += 1) {
    for (let b = a; b <= 2 * body; b += 1) design[next++] = design[a]! * design[b]!;
  }
}

/** What the body says alone. `design` is of this row. */
export function bodySize({ weights, offsets }: IdealSize, design: Float64Array, cases: Cases, row: number): number {
  let sum = offsetOf(offsets[0]!, cases, row) + offsetOf(offsets[1]!, cases, row);
  for (let a = 0; a < designWidth; a += 1) sum += weights[a]! * design[a]!;
  return sum;
}

export function offsetOf({ key, values }: IdealSize['offsets'][number], cases: Cases, row: number): number {
  const group = cases.groups[row * groupWidth + groupOf[key]]!;
  return group < 0 ? 0 : values[group]!;
}

/** A record that was too small by one step would have fitted one step larger: that is its ideal size. */
export function learnIdealSize(
  cases: Cases,
  groupsOf: (key: GroupKey) => number,
  rows: Int32Array,
  classes: Uint8Array,
  designs: Float32Array,
): IdealSize {
  const ideal = Float64Array.from(rows, (row) => cases.raw[row * rawWidth + columnOf.step]! - (classes[row]! - 1));
  const factor = factorOf(rows, designs);
  const offsets = offsetKeys.map(({ key }) => ({ key, values: new Float32Array(groupsOf(key)) }));
  let weights: Float64Array = new Float64Array(designWidth);
  const rest = ideal.slice();
  const change = (sign: number): void => addFits(rest, rows, designs, weights, sign);
  for (let round = 0; round < rounds; round += 1) {
    change(1);
    weights = regress(rest, rows, designs, factor);
    change(-1);
    offsets.forEach((offset, at) => refit(offset, offsetKeys[at]!.ridge, rest, rows, cases));
  }
  return { weights, offsets };
}

function factorOf(rows: Int32Array, designs: Float32Array): Float64Array {
  const factor = new Float64Array(designWidth * designWidth);
  for (const row of rows) {
    const base = row * designWidth;
    for (let a = 0; a < designWidth; a += 1) {
      const value = designs[base + a]!;
      if (value === 0) continue;
      for (let b = 0; b <= a; b += 1) factor[a * designWidth + b]! += value * designs[base + b]!;
    }
  }
  for (let a = 0; a < designWidth; a += 1) factor[a * designWidth + a]! += 5;
  factorInPlace(factor, designWidth);
  return factor;
}

function regress(rest: Float64Array, rows: Int32Array, designs: Float32Array, factor: Float64Array): Float64Array {
  const right = new Float64Array(designWidth);
  rows.forEach((row, at) => {
    for (let a = 0; a < designWidth; a += 1) right[a]! += designs[row * designWidth + a]! * rest[at]!;
  });
  solveFactored(factor, right, designWidth);
  return right;
}

function addFits(
  rest: Float64Array,
  rows: Int32Array,
  designs: Float32Array,
  weights: Float64Array,
  sign: number,
): void {
  rows.forEach((row, at) => {
    let sum = 0;
    for (let a = 0; a < designWidth; a += 1) sum += weights[a]! * designs[row * designWidth + a]!;
    rest[at]! += sign * sum;
  });
}

/** Takes an offset's old values back out of what is left to explain, and puts its new ones in. */
function refit(
  { key, values }: IdealSize['offsets'][number],
  ridge: number,
  rest: Float64Array,
  rows: Int32Array,
  { groups }: Cases,
): void {
  const sums = new Float64Array(values.length);
  const counts = new Float64Array(values.length);
  const groupAt = (row: number): number => groups[row * groupWidth + groupOf[key]]!;
  rows.forEach((row, at) => {
    const group = groupAt(row);
    if (group < 0) return;
    sums[group]! += rest[at]! + values[group]!;
    counts[group]! += 1;
  });
  const old = values.slice();
  for (let group = 0; group < values.length; group += 1) values[group] = sums[group]! / (counts[group]! + ridge);
  rows.forEach((row, at) => {
    const group = groupAt(row);
    if (group >= 0) rest[at]! += old[group]! - values[group]!;
  });
}
