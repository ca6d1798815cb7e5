/** Cases of a choice: in each, the customer took one of a few candidates. */
export interface Choices {
  /** Features of the candidates, case after case, candidate after candidate. */
  values: Float32Array;
  features: number;
  /** Candidates of a case. */
  candidates: number;
  /** Which one was taken, per case. */
  taken: Int32Array;
}

/** Strength of the pull towards 0, per case: keeps weights finite when a feature tells all. */
const ridge = 1e-3;
const rounds = 12;

/**
 * Weights under which what was taken is likeliest: conditional logit (McFadden 1974), `P(j) = exp(w . x_j) / sum exp(w . x_k)`
 * over a case's candidates. The likelihood is concave, so Newton's method finds the one best answer, from
 * wherever it starts.
 */
export function fitChoices(choices: Choices, start: Float64Array): Float64Array {
  const { features, taken } = choices;
  let weights = start;
  if (taken.length === 0) return weights;
  let current = slopeAt(choices, weights);
  for (let round = 0; round < rounds; round += 1) {
    const step = solve(current.curvature, current.gradient, features);
    let share = 1;
    let moved = weights;
    let next = current;
    do {
      moved = weights.map((weight, at) => weight + share * step[at]!);
      next = slopeAt(choices, moved);
      share /= 2;
    } while (next.likelihood < current.likelihood && share > 1e-4);
    if (next.likelihood - current.likelihood < 1e-6) return weights;
    weights = moved;
    current = next;
  }
  return weights;
}

interface Slope {
  likelihood: number;
  gradient: Float64Array;
  /** Negative second derivatives, row-major. */
  curvature: Float64Array;
}

/** Mean log likelihood less the ridge, with its derivatives. */
function slopeAt({ values, features: n, candidates, taken }: Choices, weights: Float64Array): Slope {
  const gradient = new Float64Array(n);
  const curvature = new Float64Array(n * n);
  const shares = new Float64Array(candidates);
  const mean = new Float64Array(n);
  let likelihood = 0;
  taken.forEach((chosen, each) => {
    const start = each * candidates * n;
    const log = sharesOf(values, start, weights, shares);
    mean.fill(0);
    for (let candidate = 0, at = start; candidate < candidates; candidate += 1, at += n) {
      const share = shares[candidate]!;
      if (share < 1e-6) continue;
      for (let one = 0; one < n; one += 1) {
        const value = share * values[at + one]!;
        mean[one]! += value;
        for (let other = 0; other <= one; other += 1) curvature[one * n + other]! += value * values[at + other]!;
      }
    }
    for (let one = 0; one < n; one += 1) {
      gradient[one]! += values[start + chosen * n + one]! - mean[one]!;
      for (let other = 0; other <= one; other += 1) curvature[one * n + other]! -= mean[one]! * mean[other]!;
    }
    likelihood += log[chosen]!;
  });
  return finished(likelihood, gradient, curvature, weights, taken.length);
}

/** The weighted sum of the features that begin at `at`. */
export function scoreAt(values: Float32Array, at: number, weights: Float64Array): number {
  let score = 0;
  for (let one = 0; one < weights.length; one += 1) score += weights[one]! * values[at + one]!;
  return score;
}

let logs = new Float64Array(0);

/** Fills `shares` with the candidates' probabilities; returns their logs. */
function sharesOf(values: Float32Array, start: number, weights: Float64Array, shares: Float64Array): Float64Array {
  if (logs.length !== shares.length) logs = new Float64Array(shares.length);
  const n = weights.length;
  let highest = -Infinity;
  for (let candidate = 0, at = start; candidate < shares.length; candidate += 1, at += n) {
    const score = scoreAt(values, at, weights);
    logs[candidate] = score;
    if (score > highest) highest = score;
  }
  let sum = 0;
  for (let candidate = 0; candidate < shares.length; candidate += 1)
    sum += shares[candidate] = Math.exp(logs[candidate]! - highest);
  for (let candidate = 0; candidate < shares.length; candidate += 1) {
    shares[candidate]! /= sum;
    logs[candidate]! -= highest + Math.log(sum);
  }
  return logs;
}

function finished(
  likelihood: number,
  gradient: Float64Array,
  curvature: Float64Array,
  weights: Float64Array,
  cases: number,
): Slope {
  const n = weights.length;
  let penalty = 0;
  for (let one = 0; one < n; one += 1) {
    penalty += ridge * weights[one]! ** 2;
    gradient[one] = gradient[one]! / cases - 2 * ridge * weights[one]!;
    for (let other = 0; other <= one; other += 1) {
      curvature[one * n + other]! /= cases;
      curvature[other * n + one] = curvature[one * n + other]!;
    }
    curvature[one * n + one]! += 2 * ridge;
  }
  return { likelihood: likelihood / cases - penalty, gradient, curvature };
}

/** Solves a symmetric positive definite system by Cholesky's decomposition. */
function solve(matrix: Float64Array, right: Float64Array, n: number): Float64Array {
  const lower = matrix.slice();
  const solution = right.slice();
  for (let row = 0; row < n; row += 1) {
    for (let column = 0; column <= row; column += 1) {
      let sum = lower[row * n + column]!;
      for (let at = 0; at < column; at += 1) sum -= lower[row * n + at]! * lower[column * n + at]!;
      lower[row * n + column] = row === column ? Math.sqrt(Math.max(sum, 1e-12)) : sum / lower[column * n + column]!;
    }
    for (let at = 0; at < row; at += 1) solution[row]! -= lower[row * n + at]! * solution[at]!;
    solution[row]! /= lower[row * n + row]!;
  }
  for (let row = n - 1; row >= 0; row -= 1) {
    for (let at = row + 1; at < n; at += 1) solution[row]! -= lower[at * n + row]! * solution[at]!;
    solution[row]! /= lower[row * n + row]!;
  }
  return solution;
}
