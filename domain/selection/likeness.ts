/** Of two items alike in every way, how much of that is the category's and how much the brand's. */
export const categoryShare = 0.7;
export const brandShare = 0.3;

/** The share of levels that two category paths have in common from the top, 0-1. */
function pathLikeness(one: string[], other: string[]): number {
  let shared = 0;
  while (shared < one.length && shared < other.length && one[shared] === other[shared]) shared += 1;
  return shared / Math.max(one.length, other.length, 1);
}

/**
 * The likeness of every path to one of them. Each row is worked out when it is first asked for, and kept: customers with
 * hundreds of deeds would otherwise compare the same names again with each pick.
 */
export function likenessRows(paths: readonly string[][]): (path: number) => Float64Array {
  const rows: Float64Array[] = [];
  return (path) => (rows[path] ??= Float64Array.from(paths, (other) => pathLikeness(other, paths[path]!)));
}
