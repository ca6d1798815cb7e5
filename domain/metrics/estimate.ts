import { normalQuantile, studentQuantile } from '../numbers/studentT';
import { type Estimate, meanVariance, type Tally } from '../numbers/tally';

const unknown = { value: null, low: null, high: null };

/**
 * A share with Wilson's score interval (Wilson 1927; as method 3 in Newcombe, Statistics in Medicine 17:857-872, 1998),
 * which stays within 0 and 1 and holds for few observations. Where customers have several, it is taken at the effective number of
 * observations (Dean and Pagano, Survey Methodology 41, 2015).
 */
export function rateOf(tally: Tally): Estimate {
  const { n, customers, sum } = tally;
  if (n === 0) return { n, customers, ...unknown };
  const share = sum / n;
  return { n, customers, value: share, ...wilson(share, effectiveNumber(tally)) };
}

function wilson(share: number, n: number): { low: number; high: number } {
  const z2 = normalQuantile ** 2;
  const middle = (share + z2 / (2 * n)) / (1 + z2 / n);
  const half = (normalQuantile * Math.sqrt((share * (1 - share)) / n + z2 / (4 * n * n))) / (1 + z2 / n);
  // At a share of 0 or 1 the exact end is lost to rounding.
  return { low: Math.max(0, Math.min(share, middle - half)), high: Math.min(1, Math.max(share, middle + half)) };
}

/**
 * How many independent observations would tell as much: n divided by Kish's design effect, the variance that there is by
 * what it would be if all were independent. Never more than n. When all values are equal they say nothing of how
 * customers differ, and only customers count.
 */
function effectiveNumber(tally: Tally): number {
  const { n, customers, sum } = tally;
  const variance = meanVariance(tally);
  const independent = ((sum / n) * (1 - sum / n)) / n;
  if (variance === null || independent === 0) return customers;
  // Wilson's variance divides by n, not n - 1: like by like, so that one observation each has an effect of exactly 1.
  const effect = (variance * (customers - 1)) / customers / independent;
  return n / Math.max(1, effect);
}

/** The least and the greatest value that one observation may have. */
export interface Scale {
  min: number;
  max: number;
}

/**
 * A mean with Student's t interval, cut to the scale. No interval from a single customer, or when all said the same:
 * there is nothing to see the spread by.
 */
export function meanOf(tally: Tally, { min, max }: Scale): Estimate {
  const { n, customers, sum } = tally;
  if (n === 0) return { n, customers, ...unknown };
  const value = sum / n;
  const variance = meanVariance(tally);
  if (variance === null || variance === 0) return { n, customers, value, low: null, high: null };
  const half = studentQuantile(customers - 1) * Math.sqrt(variance);
  return { n, customers, value, low: Math.max(min, value - half), high: Math.min(max, value + half) };
}
