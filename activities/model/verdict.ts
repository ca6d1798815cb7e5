import type { HoldoutComparison } from '#db/selection/models';

/** However few customers there are to measure on: a model that is worse by more than this is seen by customers. */
const mostTolerated = 0.02;

/**
 * By how much a candidate's NDCG may be below the running model's and still count as no worse: one standard error of a share
 * as measured on that many customers. Without it, of two equally good models the newer one, which knows the newest items
 * and deeds, would be turned down every second time by chance alone.
 */
export function toleranceOf(running: { ndcgAt10: number; customers: number } | null): number {
  if (!running || running.customers === 0) return 0;
  const { ndcgAt10, customers } = running;
  return Math.min(mostTolerated, Math.sqrt((ndcgAt10 * (1 - ndcgAt10)) / customers));
}

export interface Verdict {
  publish: boolean;
  /** One sentence with the figures. */
  reason: string;
}

/** One figure of a candidate, and of the model in charge on the same cases, which neither was trained on. */
export interface Measured {
  /** What is measured, and on what: `NDCG@10`, `the newest choices of 40 customers`. */
  figure: string;
  on: string;
  better: 'higher' | 'lower';
  candidate: number;
  running: { version: number; value: number } | null;
  /** By how much the candidate may be worse and still count as no worse. */
  tolerance: number;
}

/** Is the candidate good enough to take over? */
export function judge({ figure, on, better, candidate, running, tolerance }: Measured): Verdict {
  const measured = `${figure} ${digits(candidate)} on ${on}`;
  if (!running) return { publish: true, reason: `${measured}; no model was in charge` };
  const difference = candidate - running.value;
  const compared = `${measured}, version ${running.version} has ${digits(running.value)}: ${signed(difference)}`;
  const gain = better === 'higher' ? difference : -difference;
  if (gain >= 0) return { publish: true, reason: compared };
  const bound = `one standard error is ${digits(tolerance)}`;
  if (gain >= -tolerance) return { publish: true, reason: `${compared}, within chance (${bound})` };
  return { publish: false, reason: `${compared}, worse beyond chance (${bound})` };
}

/** Of a selection model. */
export const verdictOf = ({ customers, ndcgAt10, running, tolerance }: HoldoutComparison): Verdict =>
  judge({
    figure: 'NDCG@10',
    on: `the newest choices of ${customers} customers`,
    better: 'higher',
    candidate: ndcgAt10,
    running: running && { version: running.version, value: running.ndcgAt10 },
    tolerance,
  });

const digits = (value: number): string => value.toFixed(4);
const signed = (value: number): string => `${value < 0 ? '-' : '+'}${digits(Math.abs(value))}`;
