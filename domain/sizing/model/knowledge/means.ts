import type { Cases } from '../coding/codebook';
import { type GroupKey, groupOf, groupWidth } from '../coding/groups';
import { columnOf, type RawColumn, rawWidth } from '../coding/rawColumns';

/** The mean of something over the records of each group, and how the present case differs from it. */
interface MeanOf {
  key: GroupKey;
  value: RawColumn | 'stars';
  /** Only records of this class (0 small, 1 fit, 2 large); of all when left out. */
  only?: 0 | 1 | 2;
  /** The feature is the mean, not the case's difference from it (a case has no stars yet). */
  itself?: true;
}

/** Of stars the mean itself counts, pulled to 0 (all stars are taken less their mean) by so many records' worth. */
const starsPull = 4;

const meansOf: readonly MeanOf[] = [
  ...([0, 1, 2] as const).flatMap((only): MeanOf[] => [
    { key: 'customer', value: 'step', only },
    { key: 'style', value: 'step', only },
    ...(['weightKg', 'heightCm', 'bustBandInches'] as const).map((value): MeanOf => ({ key: 'style', value, only })),
  ]),
  ...(['bustCup', 'ageYears', 'day'] as const).map((value): MeanOf => ({ key: 'style', value, only: 1 })),
  ...(['weightKg', 'heightCm', 'bustBandInches'] as const).map((value): MeanOf => ({
    key: 'styleSize',
    value,
    only: 1,
  })),
  ...(['weightKg', 'step', 'day'] as const).map((value): MeanOf => ({ key: 'customer', value })),
  ...(['weightKg', 'bustBandInches'] as const).map((value): MeanOf => ({ key: 'style', value, itself: true })),
  ...(['style', 'styleSize', 'customer', 'category'] as const).map((key): MeanOf => ({
    key,
    value: 'stars',
    itself: true,
  })),
  { key: 'style', value: 'stars', only: 0, itself: true },
  { key: 'style', value: 'stars', only: 1, itself: true },
  { key: 'style', value: 'stars', only: 2, itself: true },
  { key: 'customer', value: 'stars', only: 1, itself: true },
];
export const meansWidth = meansOf.length;

export type Means = Float32Array[];

/** Per entry of the list above the mean of each group; NaN where there is none. `stars` are less their mean, 0 when not given. */
export function learnMeans(
  { raw, groups }: Cases,
  groupsOf: (key: GroupKey) => number,
  rows: Int32Array,
  classes: Uint8Array,
  stars: Float32Array,
): Means {
  return meansOf.map(({ key, value, only }) => {
    const sums = new Float64Array(groupsOf(key));
    const counts = new Float64Array(groupsOf(key)).fill(value === 'stars' ? starsPull : 0);
    for (const row of rows) {
      if (only !== undefined && classes[row] !== only) continue;
      const group = groups[row * groupWidth + groupOf[key]]!;
      const number = value === 'stars' ? stars[row]! : raw[row * rawWidth + columnOf[value]]!;
      if (group < 0 || Number.isNaN(number)) continue;
      sums[group]! += number;
      counts[group]! += 1;
    }
    return Float32Array.from(sums, (sum, group) => sum / counts[group]!);
  });
}

export function setMeans(means: Means, { raw, groups }: Cases, row: number, into: Float32Array, at: number): void {
  meansOf.forEach(({ key, value, itself }, index) => {
    const mean = means[index]![groups[row * groupWidth + groupOf[key]]!] ?? (value === 'stars' ? 0 : Number.NaN);
    into[at + index] = itself ? mean : raw[row * rawWidth + columnOf[value as RawColumn]]! - mean;
  });
}
