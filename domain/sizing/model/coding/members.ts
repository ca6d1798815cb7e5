/** Which rows are in each group: those of group g are `rows[starts[g]]` to `rows[starts[g + 1] - 1]`. */
export interface Members {
  starts: Int32Array;
  rows: Int32Array;
}

/** Of these rows only; `numberOf` gives a row's group, or -1 for none. Rows keep their order. */
export function membersOf(groups: number, rows: Int32Array, numberOf: (row: number) => number): Members {
  const starts = new Int32Array(groups + 1);
  for (const row of rows) {
    const group = numberOf(row);
    if (group >= 0) starts[group + 1]! += 1;
  }
  for (let group = 0; group < groups; group += 1) starts[group + 1]! += starts[group]!;
  const next = starts.slice();
  const sorted = new Int32Array(starts[groups]!);
  for (const row of rows) {
    const group = numberOf(row);
    if (group >= 0) sorted[next[group]!++] = row;
  }
  return { starts, rows: sorted };
}
