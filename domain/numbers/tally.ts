/**
 * What was observed of a group, summed up. Every observation is a customer's: one customer has several (cycles, ratings),
 * which are alike, and so tell less than as many customers would. The sums over customers are what it takes to see how
 * much less; n alone would make every interval too narrow.
 */
export interface Tally {
  /** Observations. */
  n: number;
  /** Customers that they are of. */
  customers: number;
  /** Of all values; of a rate each is 0 or 1. */
  sum: number;
  /** Over customers, with x the sum of one's values and m their number: Σx², Σxm, Σm². */
  sumSquares: number;
  sumProducts: number;
  countSquares: number;
}

export const emptyTally: Tally = { n: 0, customers: 0, sum: 0, sumSquares: 0, sumProducts: 0, countSquares: 0 };

/** A value with its 95 % interval. Null: there is nothing to say it from. */
export interface Estimate {
  n: number;
  customers: number;
  value: number | null;
  low: number | null;
  high: number | null;
}

/** Customers are who is drawn at random, so they count once each. */
export function tallyOf(valuesByCustomer: Iterable<readonly number[]>): Tally {
  const tally = { ...emptyTally };
  for (const values of valuesByCustomer) {
    const sum = values.reduce((total, value) => total + value, 0);
    tally.n += values.length;
    tally.customers += 1;
    tally.sum += sum;
    tally.sumSquares += sum * sum;
    tally.sumProducts += sum * values.length;
    tally.countSquares += values.length * values.length;
  }
  return tally;
}

/**
 * Variance of the mean of all observations, customers being what was drawn: that of a ratio of two means, by the delta
 * method (Deng, Knoblich and Lu, "Applying the delta method in metric analytics", KDD 2018, eq. 3; Cochran, "Sampling
 * techniques", 6.3). With one observation each it is s²/n, to the digit. Null with fewer than two customers.
 */
export function meanVariance({ n, customers, sum, sumSquares, sumProducts, countSquares }: Tally): number | null {
  if (customers < 2) return null;
  const mean = sum / n;
  const residuals = sumSquares - 2 * mean * sumProducts + mean * mean * countSquares;
  // Never below 0 but for rounding.
  return (Math.max(0, residuals) * customers) / ((customers - 1) * n * n);
}
