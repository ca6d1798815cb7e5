import { binned } from '../boost/bins';
import { boost, setScores } from '../boost/boost';
import type { Cases } from '../coding/codebook';
import type { GroupKey } from '../coding/groups';
import type { Folds } from '../folds';
import { type Base, baseWidth, learnCodes, oddsOf, setBase, setBaseScores } from './base';
import { classShares } from './shares';

interface LearnedBase {
  base: Base;
  /** The base columns of all rows. */
  matrix: Float32Array;
  /** Log odds of small and large against fits, two per row, of trees that have not seen the row. */
  odds: Float64Array;
}

/** Pairs of folds share their trees: half the work, and what they know of a body hardly depends on a tenth of the rows. */
const parts = 5;

export function learnBase(
  cases: Cases,
  groupsOf: (key: GroupKey) => number,
  classes: Uint8Array,
  { all, foldOf }: Folds,
  seed: number,
  onProgress: (share: number) => void,
): LearnedBase {
  const codes = learnCodes(cases, groupsOf, all, classes);
  const matrix = new Float32Array(cases.rows * baseWidth);
  for (let row = 0; row < cases.rows; row += 1) setBase(codes, cases, row, matrix, row * baseWidth);
  const data = binned(matrix, cases.rows, baseWidth);
  const learn = (rows: Int32Array): Base => {
    const start = Float64Array.from(classShares(rows, classes), Math.log);
    const scores = new Float64Array(cases.rows * 3);
    setScores(start, scores);
    return { codes, start, forest: boost(data, { rows, classes, scores }, { ...shapeOf(rows.length), seed }) };
  };
  const odds = new Float64Array(cases.rows * 2);
  for (let part = 0; part < parts; part += 1) {
    const others = learn(all.filter((row) => foldOf[row]! % parts !== part));
    const scores = new Float64Array(3);
    for (const row of all) {
      if (foldOf[row]! % parts !== part) continue;
      setBaseScores(others, matrix.subarray(row * baseWidth, (row + 1) * baseWidth), scores);
      odds.set(oddsOf(scores, 0), row * 2);
    }
    onProgress((part + 1) / (parts + 1));
  }
  return { base: learn(all), matrix, odds };
}

const shapeOf = (rows: number) => {
  const rounds = Math.max(30, Math.min(60, Math.round(rows / 100)));
  return {
    rounds,
    leaves: 31,
    leastRows: Math.max(20, Math.min(80, Math.round(rows / 800))),
    ridge: 1,
    learningRate: Math.max(0.1, rounds / 400),
    rowShare: 0.8,
    columnShare: 0.7,
  };
};
