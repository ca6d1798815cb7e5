import { type ArmsByExperiment, armsOf } from '#domain/experiments/assign';
import { usesModel } from '#domain/experiments/rules';
import type { Plan, Program } from '#domain/program/types';
import type { PickInputs } from '#db/selection/rankings';
import type { RankingFor } from './liveRanking';

/** A ranking that was worked out ahead, as it is stored, and the model that counted in it. */
export interface AheadRanking {
  /** `RankedItem[]` as JSON. */
  items: string;
  modelVersion: number | null;
  arms: ArmsByExperiment;
}

/** The stored ranking of a customer, if it may be used at `atMs`: for the same arms, and only while they want one. */
export function aheadOf(program: Program, customerId: string, standing: PickInputs, atMs: number): AheadRanking | null {
  const arms = armsOf(program.experiments, customerId, atMs);
  const { ranking, rankingArms, personalized, modelVersion } = standing;
  if (ranking === null || !personalized || rankingArms === null || armsKey(arms) !== armsKey(rankingArms)) return null;
  return { items: ranking, modelVersion: usesModel(program.experiments, arms) ? modelVersion : null, arms };
}

/** Arms in one order of experiments, so that equal ones are equal text. */
export const armsKey = (arms: ArmsByExperiment): string =>
  Object.entries(arms)
    .map(([experiment, arm]) => `${experiment}=${arm}`)
    .sort()
    .join(',');

/** Whom a ranking that is asked for at `atMs` is for: the customer's newest subscription of the program, if there is one. */
export function rankingFor(
  program: Program,
  customerId: string,
  { subscription }: PickInputs,
  atMs: number,
): RankingFor {
  const plan = program.plans.find(({ id }) => id === subscription?.planId) ?? widestPlan(program);
  const preferences = subscription?.preferences ?? { likes: [], dislikes: [] };
  const seed = subscription ? seedOf(subscription.id, subscription.nextCycle) : customerId;
  return { customerId, plan, preferences, atMs, seed };
}

/** Who has no subscription is shown what any of the program's plans could send. */
function widestPlan({ plans }: Program): Plan {
  return {
    ...plans[0]!, // a program has at least one
    minItemPriceCents: Math.min(...plans.map(({ minItemPriceCents = 0 }) => minItemPriceCents)),
    maxItemPriceCents: Math.max(...plans.map(({ maxItemPriceCents }) => maxItemPriceCents)),
  };
}

/** Of the exploration in a cycle's pick: what is shown ahead is what will be picked. */
export const seedOf = (subscriptionId: string, cycle: number): string => `${subscriptionId}:${cycle}`;
