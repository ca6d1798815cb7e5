import type { HoldoutComparison } from '../../db/queries/models';

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

/** Is the candidate good enough to take over? */
export function verdictOf({ customers, ndcgAt10, running, tolerance }: HoldoutComparison): Verdict {
  const measured = `NDCG@10 ${figure(ndcgAt10)} on the newest choices of ${customers} customers`;
  if (!running) return { publish: true, reason: `${measured}; no model was in charge` };
  const difference = ndcgAt10 - running.ndcgAt10;
  const compared = `${measured}, version ${running.version} has ${figure(running.ndcgAt10)}: ${signed(difference)}`;
  if (difference >= 0) return { publish: true, reason: compared };
  const bound = `one standard error is ${figure(tolerance)}`;
  if (difference >= -tolerance) return { publish: true, reason: `${compared}, within chance (${bound})` };
  return { publish: false, reason: `${compared}, worse beyond chance (${bound})` };
}

const figure = (value: number): string => value.toFixed(4);
const signed = (value: number): string => `${value < 0 ? '-' : '+'}${figure(Math.abs(value))}`;
