import type { Binned } from './bins';

/** Per bin: the gradient, the curvature, and how many rows. */
export const sumsPerBin = 3;

/** Gradients and curvatures of the loss by the score of one class, one of each per row. */
export interface Slopes {
  gradients: Float32Array;
  curvatures: Float32Array;
}

/** The columns that a tree may split by, and where the bins of each start among those of all. */
export interface Chosen {
  columns: readonly number[];
  starts: Int32Array;
}

export function chosenOf({ limits }: Binned, columns: readonly number[]): Chosen {
  const starts = new Int32Array(columns.length + 1);
  columns.forEach((column, at) => {
    starts[at + 1] = starts[at]! + limits[column]!.length + 1;
  });
  return { columns, starts };
}

/** Sums of the rows in each bin of each chosen column, `sumsPerBin` numbers a bin. */
export function histogram(
  data: Binned,
  { columns, starts }: Chosen,
  rows: Int32Array,
  { gradients, curvatures }: Slopes,
): Float64Array {
  const sums = new Float64Array(starts[columns.length]! * sumsPerBin);
  // Side by side once, since every column reads them.
  const own = new Float32Array(rows.length);
  const bent = new Float32Array(rows.length);
  for (let at = 0; at < rows.length; at += 1) {
    own[at] = gradients[rows[at]!]!;
    bent[at] = curvatures[rows[at]!]!;
  }
  columns.forEach((column, index) => {
    const bins = data.columns[column]!;
    const base = starts[index]!;
    for (let at = 0; at < rows.length; at += 1) {
      const to = (base + bins[rows[at]!]!) * sumsPerBin;
      sums[to]! += own[at]!;
      sums[to + 1]! += bent[at]!;
      sums[to + 2]! += 1;
    }
  });
  return sums;
}

/** What is left of `whole` without `part`: the sibling's sums for the price of a subtraction. Changes and gives `whole`. */
export function without(whole: Float64Array, part: Float64Array): Float64Array {
  for (let at = 0; at < whole.length; at += 1) whole[at]! -= part[at]!;
  return whole;
}
