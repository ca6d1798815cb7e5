import { type Chosen, sumsPerBin } from './histogram';

export interface Split {
  /** Place among the chosen columns. */
  at: number;
  /** Rows with this bin or a lower one go left. */
  bin: number;
  /** Where rows go of which the column is missing (bin 0): 0 left, 1 right. */
  missing: 0 | 1;
  gain: number;
}

const leftOnly = [0] as const;
const bothWays = [0, 1] as const;

/** G² / (H + ridge): twice what one leaf of these rows takes off the loss. */
const worth = (gradient: number, curvature: number, ridge: number): number => gradient ** 2 / (curvature + ridge);

/** The best split of a leaf over all chosen columns; null when none leaves enough rows on both sides. */
export function bestSplit(
  sums: Float64Array,
  { columns, starts }: Chosen,
  leastRows: number,
  ridge: number,
): Split | null {
  const total: [number, number, number] = [0, 0, 0];
  for (let from = 0; from < starts[1]! * sumsPerBin; from += sumsPerBin) {
    for (let k = 0; k < sumsPerBin; k += 1) total[k]! += sums[from + k]!;
  }
  const [gradient, curvature, rows] = total;
  const whole = worth(gradient, curvature, ridge);
  let best: Split | null = null;
  for (let at = 0; at < columns.length; at += 1) {
    const first = starts[at]! * sumsPerBin;
    const ways = sums[first + 2]! < 0.5 ? leftOnly : bothWays;
    for (const missing of ways) {
      let leftGradient = 0;
      let leftCurvature = 0;
      let leftRows = 0;
      for (let bin: number = missing; bin < starts[at + 1]! - starts[at]! - 1; bin += 1) {
        const from = first + bin * sumsPerBin;
        if (sums[from + 2]! < 0.5) continue;
        leftGradient += sums[from]!;
        leftCurvature += sums[from + 1]!;
        leftRows += sums[from + 2]!;
        if (leftRows < leastRows) continue;
        if (rows - leftRows < leastRows) break;
        const right = worth(gradient - leftGradient, curvature - leftCurvature, ridge);
        const gain = worth(leftGradient, leftCurvature, ridge) + right - whole;
        if (gain > (best?.gain ?? 1e-6)) best = { at, bin, missing, gain };
      }
    }
  }
  return best;
}
