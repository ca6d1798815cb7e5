import { murmur3 } from '../numbers/hash';
import { meanVariance, tallyOf } from '../numbers/tally';
import { predictFit } from './model';
import type { FitModel, FitRecord } from './model/types';

/** One pair of customer and style in this many is held back: what it takes from training is hardly felt. */
const oneIn = 10;
/** Apart from other uses of the hash: the sample must not be the arm of an experiment. */
const heldBackSeed = 6;
/** As with selection models: enough to tell models apart, and measured in seconds. */
const mostMeasured = 5_000;

/**
 * Is this fit kept from training, to measure with? In every refresh the same, so that no model in charge was ever trained on
 * what it is measured with; of all sizes of a style alike, since one tells of the other.
 */
export const isHeldBack = ({ customerId, styleId }: Pick<FitRecord, 'customerId' | 'styleId'>): boolean =>
  murmur3(`${customerId}/${styleId}`, heldBackSeed) % oneIn === 0;

/** How two models did on the same fits, which neither was trained on. */
export interface FitComparison {
  fits: number;
  customers: number;
  /** Mean of -ln(the chance that the model gave to what happened); the lower, the better. */
  logLoss: number;
  /** The model in charge, on the same fits; null when there is none that can be measured. */
  running: { version: number; logLoss: number } | null;
  /** By how much the log loss may be higher and still count as no worse. */
  tolerance: number;
}

/** However noisy the measure: what is worse by more than this is seen by customers. */
const mostTolerated = 0.02;
/** A chance is never 0 or 1; rounding must not make a loss infinite. */
const leastChance = 1e-6;

/**
 * Measures a candidate and the model in charge on the newest of the fits that are held back, oldest first. The tolerance is
 * one standard error of their difference, customers being what is drawn at random: see `meanVariance`.
 */
export function compareFits(
  candidate: FitModel,
  running: { version: number; model: FitModel } | null,
  heldBack: readonly FitRecord[],
): FitComparison {
  const measured = heldBack.slice(-mostMeasured);
  const losses = measured.map((record) => lossOf(candidate, record));
  const other = running && measured.map((record) => lossOf(running.model, record));
  const differences = new Map<string, number[]>();
  measured.forEach(({ customerId }, at) => {
    const of = differences.get(customerId) ?? [];
    of.push(other ? losses[at]! - other[at]! : 0);
    differences.set(customerId, of);
  });
  return {
    fits: measured.length,
    customers: differences.size,
    logLoss: mean(losses),
    running: running && other && { version: running.version, logLoss: mean(other) },
    tolerance: other ? toleranceOf([...differences.values()]) : 0,
  };
}

function toleranceOf(differencesByCustomer: number[][]): number {
  const variance = meanVariance(tallyOf(differencesByCustomer));
  return variance === null ? 0 : Math.min(mostTolerated, Math.sqrt(variance));
}

const lossOf = (model: FitModel, record: FitRecord): number =>
  -Math.log(Math.max(leastChance, predictFit(model, record)[record.fit]));

const mean = (values: number[]): number =>
  values.length === 0 ? 0 : values.reduce((total, value) => total + value, 0) / values.length;
