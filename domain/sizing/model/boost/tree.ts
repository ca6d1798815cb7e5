import { type Binned, isLarger } from './bins';
import type { ForestBuilder } from './forest';
import { type Chosen, histogram, type Slopes, without } from './histogram';
import { bestSplit, type Split } from './split';

export interface TreeShape {
  leaves: number;
  leastRows: number;
  /** Added to the curvature of a leaf: pulls its values to 0. */
  ridge: number;
  learningRate: number;
}

interface Leaf {
  node: number;
  rows: Int32Array;
  sums: Float64Array;
  split: Split | null;
}

/** Grows one tree, always at the leaf where a split helps most. */
export function growTree(
  forest: ForestBuilder,
  data: Binned,
  rows: Int32Array,
  chosen: Chosen,
  slopes: Slopes,
  shape: TreeShape,
): void {
  const leafOf = (node: number, own: Int32Array, sums: Float64Array): Leaf => ({
    node,
    rows: own,
    sums,
    split: bestSplit(sums, chosen, shape.leastRows, shape.ridge),
  });
  const leaves = [leafOf(forest.root(), rows, histogram(data, chosen, rows, slopes))];
  while (leaves.length < shape.leaves) {
    let best = leaves[0]!;
    for (const leaf of leaves) if ((leaf.split?.gain ?? 0) > (best.split?.gain ?? 0)) best = leaf;
    if (!best.split) break;
    const { at, bin, missing } = best.split;
    const column = chosen.columns[at]!;
    const [left, right] = divided(best.rows, data.columns[column]!, bin, missing);
    const child = forest.split(best.node, column, limitOf(data, column, bin), missing);
    const smaller = left.length < right.length ? left : right;
    const few = histogram(data, chosen, smaller, slopes);
    const many = without(best.sums, few);
    leaves.splice(
      leaves.indexOf(best),
      1,
      leafOf(child, left, smaller === left ? few : many),
      leafOf(child + 1, right, smaller === left ? many : few),
    );
  }
  for (const leaf of leaves) forest.setValue(leaf.node, valueOf(leaf.rows, slopes, shape));
}

/** The bound of a bin; below bin 1 there are only missing values. */
const limitOf = ({ limits }: Binned, column: number, bin: number): number =>
  bin === 0 ? -Infinity : limits[column]![bin - 1]!;

function divided(rows: Int32Array, bins: Uint8Array, bin: number, missing: 0 | 1): [Int32Array, Int32Array] {
  const left = new Int32Array(rows.length);
  const right = new Int32Array(rows.length);
  let lefts = 0;
  let rights = 0;
  for (const row of rows) {
    if (isLarger(bins[row]!, bin, missing) === 0) left[lefts++] = row;
    else right[rights++] = row;
  }
  return [left.slice(0, lefts), right.slice(0, rights)];
}

/** A Newton step on the rows of the leaf. */
function valueOf(rows: Int32Array, { gradients, curvatures }: Slopes, { ridge, learningRate }: TreeShape): number {
  let gradient = 0;
  let curvature = ridge;
  for (const row of rows) {
    gradient += gradients[row]!;
    curvature += curvatures[row]!;
  }
  return (learningRate * gradient) / curvature;
}
