import type { Cases } from '../coding/codebook';
import { type GroupKey, groupOf, groupWidth } from '../coding/groups';
import { columnOf, rawWidth } from '../coding/rawColumns';
import type { Scales } from '../coding/scales';
import { type Effect, learnEffects, setEffect } from '../effects/effects';
import { bodySize, designWidth, type IdealSize, learnIdealSize, offsetOf, setDesign } from '../effects/idealSize';
import { shapeColumns } from '../effects/levels';
import { learnMeans, type Means } from './means';
import { learnProfiles, type Profiles } from './profiles';
import { learnRates, type Rates } from './rates';

/** All that is learned of the groups that some records are in, as `describe` turns it into features of a case. */
export interface Knowledge {
  scales: Scales;
  variantsPerStep: number;
  ideal: IdealSize;
  effects: Effect[];
  rates: Rates[];
  means: Means;
  profiles: Profiles;
}

/** Records with how they turned out, prepared once for all that learn from parts of them. */
export interface Lessons {
  cases: Cases;
  groupsOf: (key: GroupKey) => number;
  classes: Uint8Array;
  /** Less their mean; 0 when not given. */
  stars: Float32Array;
  scales: Scales;
  variantsPerStep: number;
  designs: Float32Array;
  /** Log odds of small and of large against fits, two per row, by a model that has not seen the row. */
  baseOdds: Float64Array;
}

/** Learns from these rows alone: what a fold's features are made of must not know the fold. */
export function learnKnowledge(lessons: Lessons, rows: Int32Array): Knowledge {
  const { cases, groupsOf, classes, stars, scales, variantsPerStep, designs, baseOdds } = lessons;
  const ideal = learnIdealSize(cases, groupsOf, rows, classes, designs);
  const stride = shapeColumns(variantsPerStep);
  const shapes = new Float64Array(cases.rows * stride);
  const design = new Float64Array(designWidth);
  const shape = new Float64Array(stride);
  for (const row of rows) {
    for (let a = 0; a < designWidth; a += 1) design[a] = designs[row * designWidth + a]!;
    setShape(cases, row, bodySize(ideal, design, cases, row), scales, shape);
    shapes.set(shape, row * stride);
  }
  const small = new Float64Array(cases.rows);
  const large = new Float64Array(cases.rows);
  for (const row of rows) {
    small[row] = baseOdds[row * 2]!;
    large[row] = baseOdds[row * 2 + 1]!;
  }
  const effects = learnEffects(cases, groupsOf, rows, { shapes, stride, classes, small, large }, variantsPerStep);
  const rates = learnRates(cases, groupsOf, rows, classes);
  const means = learnMeans(cases, groupsOf, rows, classes, stars);
  const gapOf = (row: number): number => shapes[row * stride + gapColumn]!;
  const profiles = learnProfiles(cases, groupsOf, rows, gapOf, variantsPerStep);
  return { scales, variantsPerStep, ideal, effects, rates, means, profiles };
}

/** Of a shape: the gap, in pairs of steps. */
const gapColumn = 1;

/** See `shapeColumns` for the columns. */
function setShape(cases: Cases, row: number, fromBody: number, scales: Scales, shape: Float64Array): void {
  const from = row * rawWidth;
  const scaled = (column: number): number =>
    (cases.raw[from + column]! - scales.means[column]!) / scales.spreads[column]!;
  const gap = (cases.raw[from + columnOf.step]! - fromBody) / 2;
  const size = scaled(columnOf.step);
  const day = scaled(columnOf.day);
  shape.fill(0);
  shape[0] = 1;
  shape[gapColumn] = gap;
  shape[2] = size;
  shape[3] = gap * gap * 0.5 - 0.5;
  shape[4] = size * size * 0.5 - 0.5;
  shape[5] = Number.isNaN(day) ? 0 : day;
  const variant = cases.raw[from + columnOf.variant]!;
  if (variant >= 1) shape[5 + variant] = 1;
}

/** Reused between rows: a prediction of a server must not allocate more than its answer. */
export class Scratch {
  readonly design = new Float64Array(designWidth);
  readonly shape: Float64Array;
  readonly effects: Float64Array;
  constructor({ variantsPerStep, effects }: Knowledge) {
    this.shape = new Float64Array(shapeColumns(variantsPerStep));
    this.effects = new Float64Array(effects.length * 2);
  }
}

/** Fills the scratch for a row: its ideal size, shape and effects. Gives the body's ideal size. */
export function consult(knowledge: Knowledge, cases: Cases, row: number, scratch: Scratch): number {
  const { ideal, scales, effects } = knowledge;
  setDesign(cases, row, scales, scratch.design);
  const fromBody = bodySize(ideal, scratch.design, cases, row);
  setShape(cases, row, fromBody, scales, scratch.shape);
  effects.forEach((effect, at) => {
    const group = cases.groups[row * groupWidth + groupOf[effect.key]]!;
    setEffect(effect, group, scratch.shape, scratch.effects, at * 2);
  });
  return fromBody;
}

/** How the style and the customer move the ideal size. */
export const offsetsOf = ({ ideal }: Knowledge, cases: Cases, row: number): [style: number, customer: number] => [
  offsetOf(ideal.offsets[2]!, cases, row),
  offsetOf(ideal.offsets[3]!, cases, row),
];
