/** Of two items alike in every way, how much of that is the category's and how much the brand's. */
export const categoryShare = 0.7;
export const brandShare = 0.3;

/** The share of levels that two category paths have in common from the top, 0-1. */
export function pathLikeness(one: string[], other: string[]): number {
  let shared = 0;
  while (shared < one.length && shared < other.length && one[shared] === other[shared]) shared += 1;
  return shared / Math.max(one.length, other.length, 1);
}
