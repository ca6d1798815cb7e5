/**
 * Optimal assignment by shortest augmenting paths (Kuhn and Munkres; in this form by Jonker and Volgenant): gives every
 * row its own column so that the sum of the costs is least. `costs` is row-major, Infinity where a row can't have a column;
 * `rows <= columns`. Throws a RangeError where not every row can have a column of its own. O(rows * rows * columns). Returns the column of each row.
 */
export function solveAssignment(costs: Float64Array, rows: number, columns: number): Int32Array {
  if (rows > columns) throw new RangeError(`${rows} rows cannot each have one of ${columns} columns`);
  if (costs.length !== rows * columns) throw new RangeError(`${costs.length} costs are not ${rows} x ${columns}`);
  const search: Search = {
    costs,
    columns,
    rowPotential: new Float64Array(rows + 1),
    columnPotential: new Float64Array(columns + 1),
    rowOf: new Int32Array(columns + 1),
    previous: new Int32Array(columns + 1),
    reach: new Float64Array(columns + 1),
    done: new Uint8Array(columns + 1),
  };
  for (let row = 1; row <= rows; row += 1) placeRow(search, row);
  const columnOf = new Int32Array(rows).fill(-1);
  search.rowOf.forEach((row, column) => {
    if (row > 0 && column > 0) columnOf[row - 1] = column - 1;
  });
  return columnOf;
}

/** Rows and columns count from 1; row 0 is "none", and column 0 stands for the row that is being placed. */
interface Search {
  costs: Float64Array;
  columns: number;
  rowPotential: Float64Array;
  columnPotential: Float64Array;
  /** The row that has a column. */
  rowOf: Int32Array;
  /** The column before, on the shortest path to a column. */
  previous: Int32Array;
  /** Length of that path. */
  reach: Float64Array;
  done: Uint8Array;
}

/** Dijkstra from a row to the nearest free column, on reduced costs; then every row on the path moves one column on. */
function placeRow(search: Search, row: number): void {
  const { rowOf, previous, reach, done } = search;
  rowOf[0] = row;
  reach.fill(Infinity);
  done.fill(0);
  let column = 0;
  do column = visit(search, column);
  while (rowOf[column] !== 0);
  while (column !== 0) {
    const before = previous[column]!;
    rowOf[column] = rowOf[before]!;
    column = before;
  }
}

/** Looks at all columns from the row of one; returns the nearest that was not visited. */
function visit(search: Search, column: number): number {
  const { costs, columns, rowPotential, columnPotential, rowOf, previous, reach, done } = search;
  done[column] = 1;
  const row = rowOf[column]!;
  const offset = (row - 1) * columns - 1;
  const potential = rowPotential[row]!;
  let step = Infinity;
  let nearest = 0;
  for (let candidate = 1; candidate <= columns; candidate += 1) {
    if (done[candidate] === 1) continue;
    const reduced = costs[offset + candidate]! - potential - columnPotential[candidate]!;
    if (reduced < reach[candidate]!) {
      reach[candidate] = reduced;
      previous[candidate] = column;
    }
    if (reach[candidate]! < step) {
      step = reach[candidate]!;
      nearest = candidate;
    }
  }
  if (step === Infinity) throw new RangeError('not every row can have a column of its own');
  for (let candidate = 0; candidate <= columns; candidate += 1) {
    if (done[candidate] === 0) reach[candidate]! -= step;
    else {
      rowPotential[rowOf[candidate]!]! += step;
      columnPotential[candidate]! -= step;
    }
  }
  return nearest;
}
