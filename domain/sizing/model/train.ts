import { Codebook } from './coding/codebook';
import { rawWidth } from './coding/rawColumns';
import { scalesOf } from './coding/scales';
import { designWidth, setDesign } from './effects/idealSize';
import { foldsOf } from './folds';
import { EnsembleModel } from './model';
import { learnBase } from './knowledge/learnBase';
import { learnNetworks } from './network/learnNetworks';
import { learnTop } from './knowledge/learnTop';
import { featuresWidth, setFeatures } from './knowledge/features';
import { type Knowledge, learnKnowledge, type Lessons, Scratch } from './knowledge/knowledge';
import { fitClasses, type FitModel, type FitRecord } from './types';

export interface TrainFitOptions {
  /** Sizes are `step * variantsPerStep + variant` when lengths (petite, regular, long) are part of a size's number; else 1. */
  variantsPerStep?: number;
  /** Of sampling and folds. The same seed and records give the same model. */
  seed?: number;
  /** Called as training moves on, with the part that is done (0..1). */
  onProgress?: (share: number) => void;
}

/** Parts that take turns in being unknown: features of a record come from the other parts, as a new case's will. */
const folds = 10;

/**
 * Trains the ensemble. Throws a RangeError without records. It computes without a pause: minutes for a hundred thousand
 * records, a second for a thousand.
 */
export function trainFit(records: readonly FitRecord[], options: TrainFitOptions = {}): FitModel {
  if (records.length === 0) throw new RangeError('no records to learn from');
  const { variantsPerStep = 1, seed = 1, onProgress = () => undefined } = options;
  const { codebook, cases } = Codebook.build(records, variantsPerStep);
  const groupsOf = codebook.groupsOf.bind(codebook);
  const classes = Uint8Array.from(records, ({ fit }) => fitClasses.indexOf(fit));
  const parts = foldsOf(records.length, folds, seed);
  const learned = learnBase(cases, groupsOf, classes, parts, seed, (share) => onProgress(share * 0.25));
  const scales = scalesOf(cases.raw, rawWidth);
  const designs = new Float32Array(cases.rows * designWidth);
  const design = new Float64Array(designWidth);
  for (let row = 0; row < cases.rows; row += 1) {
    setDesign(cases, row, scales, design);
    designs.set(design, row * designWidth);
  }
  const stars = starsOf(records);
  const lessons = { cases, groupsOf, classes, stars, scales, variantsPerStep, designs, baseOdds: learned.odds };
  const knowledge = learnKnowledge(lessons, parts.all);
  const width = featuresWidth(knowledge);
  const features = new Float32Array(cases.rows * width);
  parts.folds.forEach((rows, fold) => {
    describe(lessons, parts.others(fold), rows, learned.matrix, features);
    onProgress(0.25 + (0.35 * (fold + 1)) / folds);
  });
  const { start, forest } = learnTop(features, width, parts, classes, seed + 1, (share) =>
    onProgress(0.6 + 0.3 * share),
  );
  const networks = learnNetworks({ features, width, classes, start }, seed + 2, (share) =>
    onProgress(0.9 + 0.1 * share),
  );
  return new EnsembleModel({ codebook, base: learned.base, knowledge, start, forest, networks });
}

/** Features of the rows of one fold, from what the others know. */
function describe(
  lessons: Lessons,
  others: Int32Array,
  rows: Int32Array,
  base: Float32Array,
  into: Float32Array,
): void {
  if (others.length === 0) return;
  const knowledge: Knowledge = learnKnowledge(lessons, others);
  const scratch = new Scratch(knowledge);
  const width = featuresWidth(knowledge);
  const baseWidth = base.length / lessons.cases.rows;
  for (const row of rows) {
    const odds = [lessons.baseOdds[row * 2]!, lessons.baseOdds[row * 2 + 1]!] as const;
    const own = base.subarray(row * baseWidth, (row + 1) * baseWidth);
    setFeatures(knowledge, { cases: lessons.cases, row }, own, odds, scratch, into, row * width);
  }
}

function starsOf(records: readonly FitRecord[]): Float32Array {
  const given = records.flatMap(({ stars }) => stars ?? []);
  const mean = given.reduce((sum, stars) => sum + stars, 0) / Math.max(1, given.length);
  return Float32Array.from(records, ({ stars }) => (stars === undefined || stars === null ? 0 : stars - mean));
}
