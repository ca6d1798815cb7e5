import { studentQuantile } from '../numbers/studentT';
import { type Estimate, meanVariance, type Tally } from '../numbers/tally';

/** How much more the one has than the other, with its 95 % interval; one that does not hold 0 is significant at 5 %. */
export interface Difference {
  value: number | null;
  low: number | null;
  high: number | null;
}

const unknown: Difference = { value: null, low: null, high: null };

/**
 * Difference of two shares, from their Wilson intervals: Newcombe's hybrid score interval (method 10 in Statistics in
 * Medicine 17:873-890, 1998).
 */
export function differenceOfRates(one: Estimate, other: Estimate): Difference {
  if (!isKnown(one) || !isKnown(other)) return unknown;
  const value = one.value - other.value;
  return {
    value,
    low: value - Math.hypot(one.value - one.low, other.high - other.value),
    high: value + Math.hypot(one.high - one.value, other.value - other.low),
  };
}

function isKnown(estimate: Estimate): estimate is Estimate & { value: number; low: number; high: number } {
  return estimate.value !== null && estimate.low !== null && estimate.high !== null;
}

/**
 * Difference of two means by Welch (Biometrika 34, 1947): variances may differ, and the degrees of freedom are those of
 * Welch and Satterthwaite.
 */
export function differenceOfMeans(one: Tally, other: Tally): Difference {
  if (one.n === 0 || other.n === 0) return unknown;
  const value = one.sum / one.n - other.sum / other.n;
  const [first, second] = [meanVariance(one), meanVariance(other)];
  if (first === null || second === null || first + second === 0) return { ...unknown, value };
  const variance = first + second;
  const degrees = variance ** 2 / (first ** 2 / (one.customers - 1) + second ** 2 / (other.customers - 1));
  const half = studentQuantile(degrees) * Math.sqrt(variance);
  return { value, low: value - half, high: value + half };
}
