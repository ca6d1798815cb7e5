import type { Cases } from '../coding/codebook';
import { type GroupKey, groupOf, groupWidth } from '../coding/groups';
import { columnOf, rawWidth } from '../coding/rawColumns';

/**
 * What is rented of a style and by a customer, however it fitted: the mean gap between the size and the one that the body
 * suggests, and the shares of the lengths and of the occasions. They tell what kind of style or customer it is, which a
 * dozen outcomes, or one, hardly can.
 */
export interface Profiles {
  /** How many traits a record has. */
  width: number;
  each: { key: GroupKey; values: Float32Array }[];
}

/** Whose profiles, and by how many records' worth they are pulled to that of all records. */
const profiled: readonly { key: GroupKey; pull: number }[] = [
  { key: 'style', pull: 3 },
  { key: 'customer', pull: 1 },
];
/** Occasions are a short list where they are asked for at all; of a long one the later are left out. */
const mostOccasions = 8;

export const profilesWidth = ({ width, each }: Profiles): number => width * each.length;

/** `gapOf` gives the gap of a row, in pairs of size steps. */
export function learnProfiles(
  cases: Cases,
  groupsOf: (key: GroupKey) => number,
  rows: Int32Array,
  gapOf: (row: number) => number,
  variantsPerStep: number,
): Profiles {
  const width = 1 + (variantsPerStep - 1) + Math.min(mostOccasions, groupsOf('occasion'));
  const traits = new Float64Array(width);
  const overall = new Float64Array(width);
  for (const row of rows) {
    setTraits(cases, row, gapOf(row), variantsPerStep, traits);
    for (let at = 0; at < width; at += 1) overall[at]! += traits[at]! / rows.length;
  }
  const each = profiled.map(({ key, pull }) => {
    // One more than there are groups: the last is of a group that was not seen.
    const groups = groupsOf(key) + 1;
    const values = new Float32Array(groups * width);
    const counts = new Float32Array(groups);
    for (const row of rows) {
      const group = cases.groups[row * groupWidth + groupOf[key]]!;
      if (group < 0) continue;
      setTraits(cases, row, gapOf(row), variantsPerStep, traits);
      counts[group]! += 1;
      for (let at = 0; at < width; at += 1) values[group * width + at]! += traits[at]!;
    }
    for (let at = 0; at < values.length; at += 1) {
      values[at] = (values[at]! + pull * overall[at % width]!) / (counts[Math.floor(at / width)]! + pull);
    }
    return { key, values };
  });
  return { width, each };
}

/** The gap, then 1 for the length beyond the first and for the occasion that the row has. */
function setTraits(
  { raw, groups }: Cases,
  row: number,
  gap: number,
  variantsPerStep: number,
  traits: Float64Array,
): void {
  traits.fill(0);
  traits[0] = gap;
  const variant = raw[row * rawWidth + columnOf.variant]!;
  if (variant >= 1) traits[Math.floor(variant)] = 1;
  const occasion = groups[row * groupWidth + groupOf.occasion]!;
  const at = variantsPerStep + occasion;
  if (occasion >= 0 && at < traits.length) traits[at] = 1;
}

/** The profiles of a row's style and customer, one after the other. */
export function setProfiles(
  { width, each }: Profiles,
  { groups }: Cases,
  row: number,
  into: Float32Array,
  at: number,
): void {
  each.forEach(({ key, values }, index) => {
    const group = groups[row * groupWidth + groupOf[key]]!;
    const from = group < 0 ? values.length - width : group * width;
    for (let a = 0; a < width; a += 1) into[at + index * width + a] = values[from + a]!;
  });
}
