/** Values of the columns of a matrix, in at most 255 bins each: small enough to count by, and splits between bins lose little. */
export interface Binned {
  rows: number;
  /** Per column, a bin per row. Bin 0 is "missing". */
  columns: Uint8Array[];
  /** Per column: a value belongs to the first bin whose limit is not below it; `limits[0]` is of bin 1. */
  limits: Float32Array[];
}

const mostBins = 254;
/** Limits are quantiles of so many values; more change nothing that matters. */
const sampleSize = 20_000;

/** `matrix` has a row after the other; NaN is a missing value. */
export function binned(matrix: Float32Array, rows: number, width: number): Binned {
  const columns: Uint8Array[] = [];
  const limits: Float32Array[] = [];
  for (let column = 0; column < width; column += 1) {
    const own = limitsOf(matrix, rows, width, column);
    const bins = new Uint8Array(rows);
    for (let row = 0; row < rows; row += 1) bins[row] = binOf(own, matrix[row * width + column]!);
    limits.push(own);
    columns.push(bins);
  }
  return { rows, columns, limits };
}

function limitsOf(matrix: Float32Array, rows: number, width: number, column: number): Float32Array {
  const step = Math.max(1, Math.floor(rows / sampleSize));
  const sample: number[] = [];
  for (let row = 0; row < rows; row += step) {
    const value = matrix[row * width + column]!;
    if (!Number.isNaN(value)) sample.push(value);
  }
  const sorted = Float32Array.from(sample).sort();
  const distinct = sorted.filter((value, at) => at === 0 || value !== sorted[at - 1]);
  if (distinct.length <= mostBins) return distinct;
  const quantiles = Array.from(
    { length: mostBins },
    (_, at) => sorted[Math.floor(((at + 1) * (sorted.length - 1)) / mostBins)]!,
  );
  return Float32Array.from(new Set(quantiles));
}

/** Whether a row goes the way of larger values (1) at a split after `last`; bin 0, missing, goes as `missing` says. */
export const isLarger = (bin: number, last: number, missing: number): number =>
  bin === 0 ? missing : bin > last ? 1 : 0;

/** The last bin whose values are up to a limit between two bins. */
export const lastBinOf = ({ limits }: Binned, column: number, limit: number): number =>
  limit === -Infinity ? 0 : binOf(limits[column]!, limit);

/** 0 for NaN; values beyond the last limit share the last bin. */
function binOf(limits: Float32Array, value: number): number {
  if (Number.isNaN(value)) return 0;
  let low = 0;
  let high = limits.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (limits[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low + 1;
}
