import { setScores } from '../boost/boost';
import { addScores, type Forest } from '../boost/forest';
import type { Cases } from '../coding/codebook';
import { type GroupKey, groupOf, groupWidth } from '../coding/groups';
import { rawWidth } from '../coding/rawColumns';

const codedKeys = ['category', 'bodyType', 'occasion'] as const satisfies readonly GroupKey[];
/** Columns of the base trees: what the case says, and its category, body type and occasion as codes. */
export const baseWidth = rawWidth + codedKeys.length;
/** How many records' worth a code is pulled to 0. */
const pull = 50;

/** What is expected without knowing style or customer: sizes and bodies alone. */
export interface Base {
  /** Per coded key and group: how much more often large than small; opaque words get an order that trees can split. */
  codes: Float32Array[];
  /** Log shares of small, fit and large. */
  start: Float64Array;
  forest: Forest;
}

export function learnCodes(
  { groups }: Cases,
  groupsOf: (key: GroupKey) => number,
  rows: Int32Array,
  classes: Uint8Array,
): Float32Array[] {
  return codedKeys.map((key) => {
    const sums = new Float64Array(groupsOf(key));
    const counts = new Float64Array(groupsOf(key));
    for (const row of rows) {
      const group = groups[row * groupWidth + groupOf[key]]!;
      if (group < 0) continue;
      sums[group]! += classes[row]! - 1;
      counts[group]! += 1;
    }
    return Float32Array.from(sums, (sum, group) => sum / (counts[group]! + pull));
  });
}

export function setBase(
  codes: Float32Array[],
  { raw, groups }: Cases,
  row: number,
  into: Float32Array,
  at: number,
): void {
  for (let a = 0; a < rawWidth; a += 1) into[at + a] = raw[row * rawWidth + a]!;
  codedKeys.forEach((key, index) => {
    into[at + rawWidth + index] = codes[index]![groups[row * groupWidth + groupOf[key]]!] ?? Number.NaN;
  });
}

/** The base trees' scores of rows as `setBase` makes them, three of each. */
export function setBaseScores(
  { start, forest }: Pick<Base, 'start' | 'forest'>,
  matrix: Float32Array,
  scores: Float64Array,
): void {
  setScores(start, scores);
  addScores(forest, matrix, baseWidth, scores);
}

/** Log odds of small and of large against fits, from a row's scores. */
export const oddsOf = (scores: Float64Array, row: number): [small: number, large: number] => [
  scores[row * 3]! - scores[row * 3 + 1]!,
  scores[row * 3 + 2]! - scores[row * 3 + 1]!,
];
