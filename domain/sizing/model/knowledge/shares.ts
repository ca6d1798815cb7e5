/** Shares of small, fit and large among these rows, each with one record more than there was, so that none is 0. */
export function classShares(rows: Int32Array, classes: Uint8Array): [number, number, number] {
  const counts: [number, number, number] = [1, 1, 1];
  for (const row of rows) counts[classes[row] as 0 | 1 | 2] += 1;
  return counts.map((count) => count / (rows.length + 3)) as [number, number, number];
}
