/** 97.5 % quantile of the normal distribution: 95 % lie within this many standard deviations. */
export const normalQuantile = 1.959963984540054;

/**
 * 97.5 % quantile of Student's t distribution with `degrees` of freedom, which need not be whole (Welch's are not). Found
 * by halving: the two tails beyond t hold I(x; degrees / 2, 1 / 2) with x = degrees / (degrees + t²), I being the
 * regularized incomplete beta function (Abramowitz and Stegun, 26.7.1).
 */
export function studentQuantile(degrees: number): number {
  if (degrees > exactUpTo) return normalQuantile * (1 + (normalQuantile ** 2 + 1) / (4 * degrees));
  let low = 0;
  let high = 1;
  for (let turn = 0; turn < 60; turn++) {
    const x = (low + high) / 2;
    if (incompleteBeta(x, degrees / 2, 0.5) < 0.05) low = x;
    else high = x;
  }
  return Math.sqrt((degrees * (1 - low)) / low);
}

/** From here on the first term of the Cornish-Fisher expansion (26.7.5) is exact to eight digits. */
const exactUpTo = 10_000;

/** I(x; a, b), by the continued fraction on the side where it converges quickly (26.5.8). */
function incompleteBeta(x: number, a: number, b: number): number {
  const front = Math.exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log1p(-x));
  if (x < (a + 1) / (a + b + 2)) return (front * betaFraction(x, a, b)) / a;
  return 1 - (front * betaFraction(1 - x, b, a)) / b;
}

/** The continued fraction by Lentz's method, which works it out from the front. */
function betaFraction(x: number, a: number, b: number): number {
  let c = 1;
  let d = 1 / (1 - ((a + b) * x) / (a + 1));
  let value = d;
  for (let m = 1; m <= 200; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    for (const term of [even, odd]) {
      d = 1 / (1 + term * d);
      c = 1 + term / c;
      value *= c * d;
    }
    if (Math.abs(c * d - 1) < 1e-14) break;
  }
  return value;
}

/** Coefficients of Lanczos' approximation with g = 7, n = 9, as published by P. Godfrey; 15 digits. */
const lanczos = [
  0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
  12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
];

/** Logarithm of the gamma function, for x >= 0.5. */
function logGamma(x: number): number {
  const series = lanczos.reduce((sum, coefficient, n) => (n === 0 ? coefficient : sum + coefficient / (x - 1 + n)), 0);
  const t = x + 6.5;
  return 0.5 * Math.log(2 * Math.PI) + (x - 0.5) * Math.log(t) - t + Math.log(series);
}
