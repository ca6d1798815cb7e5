import type { Members } from '../coding/members';
import { solveInPlace } from './solve';

/**
 * A level of the mixed model: each group has coefficients for the first `width` columns of the shapes, once for the score of
 * small and once for that of large. Their prior is normal around 0: precision `ridges[column]`, and correlation `together`
 * between the two (a style that runs small is less often large, so that it is below 0 for styles).
 */
export interface Level {
  width: number;
  ridges: Float64Array;
  together: number;
}

/** The rows that are learned from: shapes (`stride` columns each), classes, and the present scores against "fits". */
export interface EffectRows {
  shapes: Float64Array;
  stride: number;
  classes: Uint8Array;
  small: Float64Array;
  large: Float64Array;
}

/** A Newton step towards the most likely coefficients of each group, given all other levels; scores follow at once. */
export function newtonStep(
  level: Level,
  { starts, rows }: Members,
  data: EffectRows,
  coefficients: Float32Array,
): void {
  const size = level.width * 2;
  const curvature = new Float64Array(size * size);
  const gradient = new Float64Array(size);
  for (let group = 0; group + 1 < starts.length; group += 1) {
    const from = starts[group]!;
    const to = starts[group + 1]!;
    if (from === to) continue;
    curvature.fill(0);
    gradient.fill(0);
    for (let at = from; at < to; at += 1) addRow(level.width, data, rows[at]!, curvature, gradient);
    addPrior(level, coefficients, group * size, curvature, gradient);
    solveInPlace(curvature, gradient, size);
    for (let a = 0; a < size; a += 1) coefficients[group * size + a]! += gradient[a]!;
    for (let at = from; at < to; at += 1) follow(level.width, data, rows[at]!, gradient);
  }
}

/** Fills the lower triangle only, which is what is solved. */
function addRow(
  width: number,
  { shapes, stride, classes, small, large }: EffectRows,
  row: number,
  curvature: Float64Array,
  gradient: Float64Array,
): void {
  const oddsSmall = Math.exp(small[row]!);
  const oddsLarge = Math.exp(large[row]!);
  const sum = 1 + oddsSmall + oddsLarge;
  const probabilitySmall = oddsSmall / sum;
  const probabilityLarge = oddsLarge / sum;
  const weightSmall = probabilitySmall * (1 - probabilitySmall) + 1e-4;
  const weightLarge = probabilityLarge * (1 - probabilityLarge) + 1e-4;
  const weightBoth = -probabilitySmall * probabilityLarge;
  const residualSmall = (classes[row] === 0 ? 1 : 0) - probabilitySmall;
  const residualLarge = (classes[row] === 2 ? 1 : 0) - probabilityLarge;
  const size = width * 2;
  const base = row * stride;
  for (let a = 0; a < width; a += 1) {
    const shapeA = shapes[base + a]!;
    if (shapeA === 0) continue;
    gradient[a]! += shapeA * residualSmall;
    gradient[width + a]! += shapeA * residualLarge;
    for (let b = 0; b < width; b += 1) {
      const product = shapeA * shapes[base + b]!;
      if (b <= a) {
        curvature[a * size + b]! += weightSmall * product;
        curvature[(width + a) * size + width + b]! += weightLarge * product;
      }
      curvature[(width + a) * size + b]! += weightBoth * product;
    }
  }
}

function addPrior(
  { width, ridges, together }: Level,
  coefficients: Float32Array,
  from: number,
  curvature: Float64Array,
  gradient: Float64Array,
): void {
  const size = width * 2;
  for (let a = 0; a < width; a += 1) {
    const precision = ridges[a]! / (1 - together * together);
    curvature[a * size + a]! += precision;
    curvature[(width + a) * size + width + a]! += precision;
    curvature[(width + a) * size + a]! -= together * precision;
    const ofSmall = coefficients[from + a]!;
    const ofLarge = coefficients[from + width + a]!;
    gradient[a]! -= precision * (ofSmall - together * ofLarge);
    gradient[width + a]! -= precision * (ofLarge - together * ofSmall);
  }
}

function follow(width: number, { shapes, stride, small, large }: EffectRows, row: number, change: Float64Array): void {
  for (let a = 0; a < width; a += 1) {
    const shape = shapes[row * stride + a]!;
    small[row]! += shape * change[a]!;
    large[row]! += shape * change[width + a]!;
  }
}
