import { addScores, type Forest } from './boost/forest';
import { softmax } from './boost/boost';
import type { Codebook } from './coding/codebook';
import { groupOf } from './coding/groups';
import { measurementsOf } from './coding/rawColumns';
import { type Base, baseOdds, baseWidth, setBase } from './knowledge/base';
import { featuresWidth, setFeatures } from './knowledge/features';
import { type Knowledge, Scratch } from './knowledge/knowledge';
import { addNetworkScores, type Networks, setInputs } from './network/network';
import { countAt } from './knowledge/rates';
import type { FitCase, FitChances, FitEvidence, FitModel } from './types';

/** Of the scores. Flat from a third to two thirds on held-out rentals. */
const networksShare = 0.5;

/** The parts of a trained model; all that is encoded. */
export interface FitParts {
  codebook: Codebook;
  base: Base;
  knowledge: Knowledge;
  /** Log shares of the classes, and the trees on top of them that see all features. */
  start: Float64Array;
  forest: Forest;
  /** They see all features too; the answer is half theirs, half the trees'. */
  networks: Networks;
}

/** Base trees (body and size), a mixed model (style, customer, category), and trees and networks on top of both: an ensemble. */
export class EnsembleModel implements FitModel {
  readonly #scratch: Scratch;
  readonly #base = new Float32Array(baseWidth);
  readonly #features: Float32Array;
  readonly #inputs: Float32Array;

  constructor(readonly parts: FitParts) {
    this.#scratch = new Scratch(parts.knowledge);
    this.#features = new Float32Array(featuresWidth(parts.knowledge));
    this.#inputs = new Float32Array(this.#features.length);
  }

  predict(fitCase: FitCase): FitChances {
    const { codebook, base, knowledge, start, forest, networks } = this.parts;
    const cases = codebook.code([fitCase]);
    setBase(base.codes, cases, 0, this.#base, 0);
    const odds = baseOdds(base.forest, base.start, this.#base, 0);
    setFeatures(knowledge, { cases, row: 0 }, this.#base, odds, this.#scratch, this.#features, 0);
    const scores = start.slice();
    addScores(forest, this.#features, 0, scores);
    for (let k = 0; k < 3; k += 1) scores[k]! *= 1 - networksShare;
    setInputs(networks.scales, this.#features, 0, this.#inputs);
    addNetworkScores(networks, this.#inputs, networksShare, scores);
    softmax(scores);
    const [small, , large] = scores as unknown as [number, number, number];
    return { small, fit: 1 - small - large, large };
  }

  evidence(fitCase: FitCase): FitEvidence {
    const { codebook, knowledge } = this.parts;
    const { groups } = codebook.code([fitCase]);
    return {
      customerRecords: countAt(knowledge.rates, 'customer', groups[groupOf.customer]!),
      styleRecords: countAt(knowledge.rates, 'style', groups[groupOf.style]!),
      measurements: measurementsOf(fitCase.wearer),
    };
  }
}
