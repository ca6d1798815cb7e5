import type { Experiment } from '../program/types';
import { differenceOfMeans, differenceOfRates } from './difference';
import { rateOf } from './estimate';
import { tallyIn } from './groups';
import { compareSearches } from './searches';
import { type ArmComparison, type Counted, type GroupId, meanNames, rateNames, scaleMetric } from './types';

/** Every other arm against the first, in the order of `groups`, which are all of one program. */
export function compareArms(groups: readonly GroupId[], counted: Counted): ArmComparison[] {
  const [first, ...others] = groups;
  return first ? others.map((other) => compare(other, first, counted)) : [];
}

function compare(one: GroupId, other: GroupId, { tallies, searches, surveys }: Counted): ArmComparison {
  const both = (metric: string, from = tallies) => [tallyIn(from, one, metric), tallyIn(from, other, metric)] as const;
  const rateDifference = (metric: string) => {
    const [mine, theirs] = both(metric);
    return differenceOfRates(rateOf(mine), rateOf(theirs));
  };
  const rates = Object.fromEntries(rateNames.map((name) => [name, rateDifference(name)]));
  const means = Object.fromEntries(meanNames.map((name) => [name, differenceOfMeans(...both(name))]));
  const scales = surveys.asked.filter(
    ({ programId, question }) => programId === one.programId && question.kind === 'scale',
  );
  return {
    programId: one.programId,
    arm: one.key,
    against: other.key,
    ...(rates as Pick<ArmComparison, (typeof rateNames)[number]>),
    ...(means as Pick<ArmComparison, (typeof meanNames)[number]>),
    searches: compareSearches(one, other, searches),
    surveys: scales.map(({ surveyId, question: { id: questionId } }) => ({
      surveyId,
      questionId,
      answer: differenceOfMeans(...both(scaleMetric(surveyId, questionId), surveys.scales)),
    })),
  };
}

/** The arms of an experiment as its program has them, then those that it had: of what was counted, nothing is left out. */
export function armOrder(experiment: Experiment | undefined, counted: readonly string[]): string[] {
  return [...new Set([...(experiment?.arms.map(({ id }) => id) ?? []), ...counted.toSorted()])];
}
