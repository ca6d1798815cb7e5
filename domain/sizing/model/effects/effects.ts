import type { Cases } from '../coding/codebook';
import { type GroupKey, groupOf, groupWidth } from '../coding/groups';
import { membersOf } from '../coding/members';
import { levelsOf } from './levels';
import { type EffectRows, type Level, newtonStep } from './newton';

/** How many times each level takes its turn; more changes the answers in the fourth digit. */
const rounds = 3;

export interface Effect {
  key: GroupKey;
  level: Level;
  /** Per group the coefficients towards small, then those towards large. */
  coefficients: Float32Array;
}

/**
 * A multinomial mixed model: what each style, customer, category and pair of them adds to the log odds of "small" and of
 * "large" against "fits", shrunk towards 0 as far as its records are few. `data` holds the scores to start from, and they are
 * changed. Only `rows` are learned from.
 */
export function learnEffects(
  cases: Cases,
  groupsOf: (key: GroupKey) => number,
  rows: Int32Array,
  data: EffectRows,
  variantsPerStep: number,
): Effect[] {
  const effects = levelsOf(variantsPerStep).map(({ key, level }) => ({
    key,
    level,
    coefficients: new Float32Array(groupsOf(key) * level.width * 2),
    members: membersOf(groupsOf(key), rows, (row) => cases.groups[row * groupWidth + groupOf[key]]!),
  }));
  for (let round = 0; round < rounds; round += 1) {
    for (const { level, members, coefficients } of effects) newtonStep(level, members, data, coefficients);
  }
  return effects.map(({ key, level, coefficients }) => ({ key, level, coefficients }));
}

/** What a level adds for one row: `into[at]` towards small, `into[at + 1]` towards large; 0 for a group that it does not know. */
export function setEffect(
  { level, coefficients }: Effect,
  group: number,
  shape: Float64Array,
  into: Float64Array,
  at: number,
): void {
  let small = 0;
  let large = 0;
  if (group >= 0) {
    const from = group * level.width * 2;
    for (let a = 0; a < level.width; a += 1) {
      small += shape[a]! * coefficients[from + a]!;
      large += shape[a]! * coefficients[from + level.width + a]!;
    }
  }
  into[at] = small;
  into[at + 1] = large;
}
