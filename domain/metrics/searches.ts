import { type Difference, differenceOfMeans, differenceOfRates } from './difference';
import { meanOf, rateOf, type Scale } from './estimate';
import { tallyIn } from './groups';
import type { Estimate } from '../numbers/tally';
import { type GroupId, type GroupTally, type SearchMetrics, type SearchName, searchNames } from './types';

type Whose = Exclude<keyof SearchMetrics, 'difference'>;

/** The scale of each mean; all others are shares. */
const scales: Partial<Record<SearchName, Scale>> = {
  searchPosition: { min: 1, max: 10_000 },
  searchReciprocalRank: { min: 0, max: 1 },
};

/** Is it a share, which people read in per cent? */
export const isSearchShare = (name: SearchName): boolean => scales[name] === undefined;

/** What became of the searches of a group; and how much more of it with the customer's taste than without. */
export function searchesOf(group: GroupId, tallies: readonly GroupTally[]): SearchMetrics {
  const find = (whose: Whose, name: SearchName) => tallyIn(tallies, group, searchMetric(whose, name));
  const estimates = (whose: Whose) => ofEach((name) => estimateOf(name, find(whose, name)));
  return {
    all: estimates('all'),
    personalized: estimates('personalized'),
    plain: estimates('plain'),
    difference: ofEach((name) => differenceOf(name, find('personalized', name), find('plain', name))),
  };
}

/** How much more the searches of one group have than those of another. */
export function compareSearches(
  one: GroupId,
  other: GroupId,
  tallies: readonly GroupTally[],
): Record<SearchName, Difference> {
  const find = (group: GroupId, name: SearchName) => tallyIn(tallies, group, searchMetric('all', name));
  return ofEach((name) => differenceOf(name, find(one, name), find(other, name)));
}

/** As the queries name it. */
const searchMetric = (whose: Whose, name: SearchName): string => `${whose}/${name}`;

function estimateOf(name: SearchName, tally: GroupTally): Estimate {
  const scale = scales[name];
  return scale ? meanOf(tally, scale) : rateOf(tally);
}

function differenceOf(name: SearchName, one: GroupTally, other: GroupTally): Difference {
  return isSearchShare(name) ? differenceOfRates(rateOf(one), rateOf(other)) : differenceOfMeans(one, other);
}

const ofEach = <Value>(make: (name: SearchName) => Value): Record<SearchName, Value> =>
  Object.fromEntries(searchNames.map((name) => [name, make(name)])) as Record<SearchName, Value>;
