import { type Cases, defaultWeights, gatherCases, halfOf } from './cases';
import type { Sequences } from './deedLog';
import { features, type ModelCore } from './features';
import { fitChoices, scoreAt } from './fit';
import { noScore, scoreOfRanks } from './ranks';
import { type ModelScore, type PartName, partNames } from './types';

/** From fewer, chance would be learned: the default weights stay. */
const fewestCases = 200;

export interface Learned {
  weights: Float64Array;
  typicalSpread: number;
  holdout: ModelScore | null;
  holdoutOfPart: Partial<Record<PartName, ModelScore>>;
}

/**
 * Learns the ensemble's weights from what customers took next. The score that is reported was earned on customers whose
 * choices the weights had not seen: each half is judged with the weights of the other.
 */
export function learnWeights(core: ModelCore, earlier: Sequences, last: Int32Array): Learned {
  const cases = gatherCases(core, earlier, last);
  if (cases.taken.length < fewestCases) {
    const weights = defaultWeights();
    return { weights, typicalSpread: spreadOf(cases, weights), holdout: null, holdoutOfPart: {} };
  }
  const weights = fitChoices(cases, new Float64Array(features.length));
  const halves = [0, 1].map((which) => fitChoices(halfOf(cases, which), weights));
  const judge = (masked: (weights: Float64Array) => Float64Array): ModelScore =>
    scoreOfCases(cases, (which) => masked(halves[1 - which]!));
  const holdoutOfPart = Object.fromEntries(
    partNames.map((part) => [
      part,
      judge((all) => all.map((weight, at) => (features[at]!.part === part ? Math.max(0, weight) : 0))),
    ]),
  );
  return { weights, typicalSpread: spreadOf(cases, weights), holdout: judge((all) => all), holdoutOfPart };
}

function scoreOfCases(cases: Cases, weightsOf: (half: number) => Float64Array): ModelScore {
  const { values, features: n, candidates: count, taken, halves, missed } = cases;
  const ranks = Array.from(taken, (chosenAt, each) => {
    const weights = weightsOf(halves[each]!);
    const scoreOf = (candidate: number): number => scoreAt(values, (each * count + candidate) * n, weights);
    const own = scoreOf(chosenAt);
    let rank = 0;
    for (let candidate = 0; candidate < count; candidate += 1)
      if (candidate !== chosenAt && scoreOf(candidate) >= own) rank += 1;
    return rank;
  });
  return taken.length === 0
    ? noScore
    : scoreOfRanks([...ranks, ...Array.from({ length: missed[0] + missed[1] }, () => Infinity)]);
}

/** Median distance of a case's best score from its worst. */
function spreadOf({ values, features: n, candidates: count, taken }: Cases, weights: Float64Array): number {
  const spreads = Array.from(taken, (_, each) => {
    let [least, most] = [Infinity, -Infinity];
    for (let candidate = 0; candidate < count; candidate += 1) {
      const score = scoreAt(values, (each * count + candidate) * n, weights);
      least = Math.min(least, score);
      most = Math.max(most, score);
    }
    return most - least;
  }).sort((a, b) => a - b);
  return spreads[spreads.length >> 1] ?? 1;
}
