import type { Cases } from '../coding/codebook';
import { type GroupKey, groupOf, groupWidth } from '../coding/groups';
import { classShares } from './shares';

/** How often small and large came out in each group, pulled to the shares of all rows by so many records' worth. */
export interface Rates {
  key: GroupKey;
  /** Per group: share of small, share of large, records. */
  values: Float32Array;
}

const pulls: readonly { key: GroupKey; pull: number }[] = [
  { key: 'style', pull: 10 },
  { key: 'customer', pull: 3 },
  { key: 'styleSize', pull: 10 },
  { key: 'weightSize', pull: 30 },
  { key: 'categoryWeightStep', pull: 20 },
];
export const ratesWidth = pulls.length * 3;

export function learnRates(
  { groups }: Cases,
  groupsOf: (key: GroupKey) => number,
  rows: Int32Array,
  classes: Uint8Array,
): Rates[] {
  const [small, , large] = classShares(rows, classes);
  return pulls.map(({ key, pull }) => {
    // One more than there are groups: the last is of a group that was not seen.
    const values = new Float32Array((groupsOf(key) + 1) * 3);
    for (const row of rows) {
      const at = groups[row * groupWidth + groupOf[key]]! * 3;
      if (at < 0) continue;
      if (classes[row] === 0) values[at]! += 1;
      if (classes[row] === 2) values[at + 1]! += 1;
      values[at + 2]! += 1;
    }
    for (let at = 0; at < values.length; at += 3) {
      values[at] = (values[at]! + pull * small) / (values[at + 2]! + pull);
      values[at + 1] = (values[at + 1]! + pull * large) / (values[at + 2]! + pull);
    }
    return { key, values };
  });
}

export function setRates({ key, values }: Rates, { groups }: Cases, row: number, into: Float32Array, at: number): void {
  const group = groups[row * groupWidth + groupOf[key]]!;
  const from = group < 0 ? values.length - 3 : group * 3;
  into[at] = values[from]!;
  into[at + 1] = values[from + 1]!;
  into[at + 2] = values[from + 2]!;
}

/** Records of a group. */
export function countAt(rates: readonly Rates[], key: GroupKey, group: number): number {
  const own = rates.find((each) => each.key === key);
  return group < 0 || !own ? 0 : own.values[group * 3 + 2]!;
}
