import { seededRandom } from '#domain/numbers/random';
import { type Binned, isLarger, lastBinOf } from './bins';
import { type Forest, ForestBuilder } from './forest';
import { chosenOf, type Slopes } from './histogram';
import { growTree, type TreeShape } from './tree';

export interface BoostOptions extends TreeShape {
  rounds: number;
  /** Parts of the rows and of the columns that each tree sees. */
  rowShare: number;
  columnShare: number;
  seed: number;
}

/** Rows to learn from: their class (0, 1, 2), and the scores to start from (three per row, changed in place). */
export interface BoostTarget {
  rows: Int32Array;
  classes: Uint8Array;
  scores: Float64Array;
}

/**
 * Gradient boosting of the log loss of three classes (Friedman 2001). Each class has its own tree in each round: trees that
 * share their splits among the classes learn less (decision 22).
 */
export function boost(
  data: Binned,
  target: BoostTarget,
  options: BoostOptions,
  onRound?: (done: number) => void,
): Forest {
  const random = seededRandom(options.seed);
  const forest = new ForestBuilder();
  const slopes = Array.from({ length: 3 }, () => ({
    gradients: new Float32Array(data.rows),
    curvatures: new Float32Array(data.rows),
  }));
  for (let round = 0; round < options.rounds; round += 1) {
    setSlopes(target, slopes);
    const sampled = target.rows.filter(() => random() < options.rowShare);
    slopes.forEach((own, k) => {
      const grown = new ForestBuilder();
      const chosen = columnsOf(data.columns.length, options.columnShare, random);
      growTree(grown, data, sampled, chosenOf(data, chosen), own, options);
      const tree = grown.finish();
      addToScores(tree, data, target, k);
      forest.append(tree);
    });
    onRound?.(round + 1);
  }
  return forest.finish();
}

/** Begins the scores of rows, three of each, with the same three. */
export function setScores(start: Float64Array, scores: Float64Array): void {
  for (let at = 0; at < scores.length; at += 1) scores[at] = start[at % 3]!;
}

/** Chances of three scores, in place of them. */
export function softmax(scores: Float64Array): Float64Array {
  const most = Math.max(scores[0]!, scores[1]!, scores[2]!);
  let sum = 0;
  for (let k = 0; k < 3; k += 1) sum += scores[k] = Math.exp(scores[k]! - most);
  for (let k = 0; k < 3; k += 1) scores[k]! /= sum;
  return scores;
}

function setSlopes({ rows, classes, scores }: BoostTarget, slopes: readonly Slopes[]): void {
  const chances = new Float64Array(3);
  for (const row of rows) {
    for (let k = 0; k < 3; k += 1) chances[k] = scores[row * 3 + k]!;
    softmax(chances);
    for (let k = 0; k < 3; k += 1) {
      const { gradients, curvatures } = slopes[k]!;
      gradients[row] = (classes[row] === k ? 1 : 0) - chances[k]!;
      // 3/2: with one score more than there are degrees of freedom (Friedman, Hastie and Tibshirani 2000).
      curvatures[row] = 1.5 * chances[k]! * (1 - chances[k]!);
    }
  }
}

/** Without replacement, in ascending order; at least one. */
function columnsOf(width: number, share: number, random: () => number): number[] {
  const left = Array.from({ length: width }, (_, at) => at);
  const chosen = Array.from(
    { length: Math.max(1, Math.round(width * share)) },
    () => left.splice(Math.floor(random() * left.length), 1)[0]!,
  );
  return chosen.sort((a, b) => a - b);
}

/** Rows are walked by their bins, which lie on the same side of each limit as their values. */
function addToScores(tree: Forest, data: Binned, { rows, scores }: BoostTarget, k: number): void {
  const { features, below, limits, missing } = tree;
  const bins = features.map((feature, node) => (feature < 0 ? 0 : lastBinOf(data, feature, limits[node]!)));
  const columns = Array.from(features, (feature) => data.columns[feature]);
  for (const row of rows) {
    let node = 0;
    let column = columns[node];
    while (column) {
      node = below[node]! + isLarger(column[row]!, bins[node]!, missing[node]!);
      column = columns[node];
    }
    scores[row * 3 + k]! += limits[node]!;
  }
}
