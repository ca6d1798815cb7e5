import { binned } from '../boost/bins';
import { boost } from '../boost/boost';
import type { Forest } from '../boost/forest';
import type { Folds } from '../folds';
import { classShares } from './shares';

/** The trees on top, which see all features (`width` per row): log shares of the classes to start from, and a forest. */
export function learnTop(
  features: Float32Array,
  width: number,
  { all }: Folds,
  classes: Uint8Array,
  seed: number,
  onProgress: (share: number) => void,
): { start: Float64Array; forest: Forest } {
  const rows = all.length;
  const start = Float64Array.from(classShares(all, classes), Math.log);
  const data = binned(features, rows, width);
  // Few records are learned in fewer and longer strides: they hold little to find, and a refresh should be quick.
  const rounds = Math.max(60, Math.min(200, Math.round(rows / 100)));
  const scores = new Float64Array(rows * 3);
  for (let at = 0; at < scores.length; at += 1) scores[at] = start[at % 3]!;
  const options = {
    rounds,
    leaves: 15,
    leastRows: Math.max(20, Math.min(200, Math.round(rows / 800))),
    ridge: 5,
    learningRate: Math.min(0.1, 12 / rounds),
    rowShare: 0.8,
    columnShare: 0.3,
    seed,
  };
  const forest = boost(data, { rows: all, classes, scores }, options, (done) => onProgress(done / rounds));
  return { start, forest };
}
