import type { Cases } from '../coding/codebook';
import { columnOf, rawWidth } from '../coding/rawColumns';
import { baseWidth } from './base';
import { consult, type Knowledge, offsetsOf, type Scratch } from './knowledge';
import { meansWidth, setMeans } from './means';
import { profilesWidth, setProfiles } from './profiles';
import { ratesWidth, setRates } from './rates';

/** How many features the boosted trees see. */
export const featuresWidth = (knowledge: Knowledge): number =>
  baseWidth +
  2 +
  6 +
  knowledge.effects.length * 2 +
  4 +
  4 +
  ratesWidth +
  meansWidth +
  profilesWidth(knowledge.profiles);

/**
 * The features of a row, from `at` on. Of a row that was learned from, `knowledge` must be of other rows. `base` are the
 * base trees' columns of the row, `odds` their log odds of small and of large against fits.
 */
export function setFeatures(
  knowledge: Knowledge,
  { cases, row }: { cases: Cases; row: number },
  base: Float32Array,
  odds: readonly [number, number],
  scratch: Scratch,
  into: Float32Array,
  at: number,
): void {
  const fromBody = consult(knowledge, cases, row, scratch);
  into.set(base, at);
  into[at + baseWidth] = odds[0];
  into[at + baseWidth + 1] = odds[1];
  let next = setEffects(scratch.effects, odds, into, at + baseWidth + 2);
  const [style, customer] = offsetsOf(knowledge, cases, row);
  const gap = cases.raw[row * rawWidth + columnOf.step]! - fromBody;
  into[next++] = gap - style - customer;
  into[next++] = gap;
  into[next++] = style;
  into[next++] = customer;
  for (const rates of knowledge.rates) {
    setRates(rates, cases, row, into, next);
    next += 3;
  }
  setMeans(knowledge.means, cases, row, into, next);
  setProfiles(knowledge.profiles, cases, row, into, next + meansWidth);
}

/** Chances by the mixed model, its log odds, each effect, and the sums over the levels of styles and of customers. */
function setEffects(effects: Float64Array, odds: readonly [number, number], into: Float32Array, at: number): number {
  let small = odds[0];
  let large = odds[1];
  for (let a = 0; a < effects.length; a += 2) {
    small += effects[a]!;
    large += effects[a + 1]!;
  }
  const most = Math.max(0, small, large);
  const oddsSmall = Math.exp(small - most);
  const oddsLarge = Math.exp(large - most);
  const fits = Math.exp(-most);
  const sum = oddsSmall + fits + oddsLarge;
  into[at] = oddsSmall / sum;
  into[at + 1] = fits / sum;
  into[at + 2] = oddsLarge / sum;
  into[at + 3] = small;
  into[at + 4] = large;
  into[at + 5] = small - large;
  into.set(effects, at + 6);
  const next = at + 6 + effects.length;
  // The levels in order: category, style, customer, style and size, customer and category, customer and size, ...
  for (let k = 0; k < 2; k += 1) {
    into[next + k] = effects[2 + k]! + effects[6 + k]!;
    into[next + 2 + k] = effects[4 + k]! + effects[8 + k]! + effects[10 + k]!;
  }
  return next + 4;
}
