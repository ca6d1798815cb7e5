import { addScores, type Forest } from './boost/forest';
import { setScores, softmax } from './boost/boost';
import { type Cases, type Codebook, roomForCases } from './coding/codebook';
import { groupOf } from './coding/groups';
import { measurementsOf } from './coding/rawColumns';
import { type Base, baseWidth, oddsOf, setBase, setBaseScores } from './knowledge/base';
import { featuresWidth, setFeatures } from './knowledge/features';
import { type Knowledge, Scratch } from './knowledge/knowledge';
import type { Networks } from './network/network';
import { NetworkReader } from './network/reader';
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

/**
 * What predictions of so many cases work with, reused: arrays of numbers are allocated outside of the heap, and a few for each
 * prediction had the collector at work every other second.
 */
interface Room {
  cases: Cases;
  base: Float32Array;
  /** Of each row. */
  ownBase: Float32Array[];
  baseScores: Float64Array;
  features: Float32Array;
  scores: Float64Array;
  /** Of the row at hand. */
  own: Float64Array;
}

/** More cases than a style has sizes are asked about once, in an evaluation. */
const mostKept = 100;

function roomFor(rows: number, width: number): Room {
  const base = new Float32Array(rows * baseWidth);
  return {
    cases: roomForCases(rows),
    base,
    ownBase: Array.from({ length: rows }, (_, row) => base.subarray(row * baseWidth, (row + 1) * baseWidth)),
    baseScores: new Float64Array(rows * 3),
    features: new Float32Array(rows * width),
    scores: new Float64Array(rows * 3),
    own: new Float64Array(3),
  };
}

/** Base trees (body and size), a mixed model (style, customer, category), and trees and networks on top of both: an ensemble. */
export class EnsembleModel implements FitModel {
  readonly #scratch: Scratch;
  readonly #width: number;
  readonly #networks: NetworkReader;
  readonly #rooms = new Map<number, Room>();

  constructor(readonly parts: FitParts) {
    this.#scratch = new Scratch(parts.knowledge);
    this.#width = featuresWidth(parts.knowledge);
    this.#networks = new NetworkReader(parts.networks);
  }

  predict(fitCases: readonly FitCase[]): FitChances[] {
    const { start, forest } = this.parts;
    const room = this.#roomFor(fitCases.length);
    const { features, scores, own } = room;
    this.#setFeatures(fitCases, room);
    setScores(start, scores);
    addScores(forest, features, this.#width, scores);
    return fitCases.map((_, row) => {
      for (let k = 0; k < 3; k += 1) own[k] = scores[row * 3 + k]! * (1 - networksShare);
      this.#networks.addScores(features, row, networksShare, own);
      softmax(own);
      const [small, , large] = own as unknown as [number, number, number];
      return { small, fit: 1 - small - large, large };
    });
  }

  /** A row for each case. */
  #setFeatures(fitCases: readonly FitCase[], { cases, base, baseScores, ownBase, features }: Room): void {
    const { codebook, base: baseTrees, knowledge } = this.parts;
    codebook.codeInto(fitCases, cases);
    for (let row = 0; row < cases.rows; row += 1) setBase(baseTrees.codes, cases, row, base, row * baseWidth);
    setBaseScores(baseTrees, base, baseScores);
    for (let row = 0; row < cases.rows; row += 1) {
      const odds = oddsOf(baseScores, row);
      setFeatures(knowledge, { cases, row }, ownBase[row]!, odds, this.#scratch, features, row * this.#width);
    }
  }

  #roomFor(rows: number): Room {
    const known = this.#rooms.get(rows);
    if (known) return known;
    const room = roomFor(rows, this.#width);
    if (rows <= mostKept) this.#rooms.set(rows, room);
    return room;
  }

  evidence(fitCase: FitCase): FitEvidence {
    const { codebook, knowledge } = this.parts;
    const { cases } = this.#roomFor(1);
    codebook.codeInto([fitCase], cases);
    const { groups } = cases;
    return {
      customerRecords: countAt(knowledge.rates, 'customer', groups[groupOf.customer]!),
      styleRecords: countAt(knowledge.rates, 'style', groups[groupOf.style]!),
      measurements: measurementsOf(fitCase.wearer),
    };
  }
}
