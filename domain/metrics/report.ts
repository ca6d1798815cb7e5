import { rateOf, type Scale } from './estimate';
import { isOf, partOf, tallyIn, withDistribution } from './groups';
import { searchesOf } from './searches';
import { surveysOf } from './surveys';
import { type Counted, type GroupId, type GroupMetrics, type GroupTally, meanNames, rateNames } from './types';

const stars: Scale = { min: 1, max: 5 };

/** The metrics of every group, also of one in which nothing happened. */
export function groupMetrics(groups: readonly GroupId[], counted: Counted): GroupMetrics[] {
  return groups.map((group) => {
    const find = (metric: string): GroupTally => tallyIn(counted.tallies, group, metric);
    const rates = Object.fromEntries(rateNames.map((name) => [name, rateOf(find(name))]));
    const means = Object.fromEntries(meanNames.map((name) => [name, withDistribution(find(name), stars)]));
    return {
      ...group,
      ...(rates as Pick<GroupMetrics, (typeof rateNames)[number]>),
      ...(means as Pick<GroupMetrics, (typeof meanNames)[number]>),
      churnReasons: churnReasonsOf(group, counted),
      searches: searchesOf(group, counted.searches),
      surveys: surveysOf(group, counted.surveys),
    };
  });
}

/** The groups that anything was counted in, each once, in the order in which they came up. */
export function groupsIn({ tallies, churnReasons, searches, surveys }: Counted): GroupId[] {
  const all: GroupId[] = [...tallies, ...churnReasons, ...searches, ...surveys.responses];
  const byId = new Map(all.map(({ programId, key }) => [JSON.stringify([programId, key]), { programId, key }]));
  return [...byId.values()];
}

function churnReasonsOf(group: GroupId, { churnReasons }: Counted): GroupMetrics['churnReasons'] {
  const mine = churnReasons.filter(isOf(group));
  const ended = mine.reduce((sum, { count }) => sum + count, 0);
  return mine.map(({ reason, isOther, count }) => ({ reason, isOther, ...partOf(count, ended) }));
}
