import { tallyCycles } from '#db/reports/cycleMetrics';
import { type Slice, slicesOf } from '#db/reports/metricSlices';
import type { MetricsScope } from '#db/reports/metricTallies';
import { listPrograms } from '#db/catalog/programs';
import { tallySearches } from '#db/reports/searchMetrics';
import { countChurnReasons, tallyChurn, tallySubscriptionStars } from '#db/reports/subscriptionMetrics';
import {
  countChoices,
  readAskedQuestions,
  readTexts,
  tallyScales,
  tallySurveyResponses,
} from '#db/reports/surveyMetrics';
import type { Queryable } from '#db/pool';
import { sqlStateOf } from '#db/sqlState';
import { addTallies } from '#domain/metrics/addTallies';
import { armOrder, compareArms } from '#domain/metrics/compare';
import { groupMetrics, groupsIn } from '#domain/metrics/report';
import type { ArmComparison, Counted, GroupId, GroupMetrics, GroupTally } from '#domain/metrics/types';
import type { Experiment, Program } from '#domain/program/types';
import { groupBy } from '#domain/numbers/groupBy';
import { fieldRefusal, Refusal } from '../refusal';

export interface MetricsReport {
  groups: GroupMetrics[];
  comparisons: ArmComparison[];
}

/**
 * Below the pool's own limit, so that the answer says why. What is too much for one statement is counted in slices of the
 * customers, one after the other; a statement beyond this would take from what customers wait for.
 */
const longestStatementMs = 8_000;

/**
 * As of one moment. Sums over customers want more memory than the default, or they go through files. And the planner
 * takes the next cycle of a subscription for something that is looked up again and again, which it never is: without the
 * memo it takes less than half of the time.
 */
const settings = [
  'SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY',
  `SET LOCAL statement_timeout = ${longestStatementMs}`,
  `SET LOCAL work_mem = '64MB'`,
  'SET LOCAL enable_memoize = off',
];
const cancelledByTimeout = '57014';

/**
 * Everything of a scope, as of one moment. `tx` is a transaction in which nothing was asked yet.
 * @throws Refusal `Unavailable` when it takes too long to count, `InvalidRequest` for an experiment that never was
 */
export async function readMetrics(tx: Queryable, scope: MetricsScope): Promise<MetricsReport> {
  for (const setting of settings) await tx.query(setting);
  try {
    const programs = (await listPrograms(tx)).filter(({ id }) => scope.programId === null || scope.programId === id);
    return reportOf(scope, programs, await count(tx, scope));
  } catch (error) {
    if (sqlStateOf(error) !== cancelledByTimeout) throw error;
    const detail = 'that is too much to count: ask for one program, or for a shorter span';
    throw new Refusal('Unavailable', detail, { retryAfterSeconds: 10 });
  }
}

type Tallying = (tx: Queryable, scope: MetricsScope, slice: Slice) => Promise<GroupTally[]>;

/** One statement after the other: a connection runs one at a time. */
async function count(tx: Queryable, scope: MetricsScope): Promise<Counted> {
  const slices = await slicesOf(tx, scope);
  const inSlices = async (tally: Tallying): Promise<GroupTally[]> => {
    const parts: GroupTally[][] = [];
    for (const slice of slices) parts.push(await tally(tx, scope, slice));
    return addTallies(parts);
  };
  const cycles = await inSlices(tallyCycles);
  const stars = await inSlices(tallySubscriptionStars);
  const churn = await inSlices(tallyChurn);
  return {
    tallies: [...cycles, ...stars, ...churn],
    churnReasons: await countChurnReasons(tx, scope),
    searches: await tallySearches(tx, scope),
    surveys: {
      asked: await readAskedQuestions(tx, scope),
      responses: await inSlices(tallySurveyResponses),
      scales: await inSlices(tallyScales),
      choices: await countChoices(tx, scope),
      texts: await readTexts(tx, scope),
    },
  };
}

function reportOf({ grouping }: MetricsScope, programs: Program[], counted: Counted): MetricsReport {
  if (grouping.by === 'program') {
    const groups = programs.map(({ id }) => ({ programId: id, key: '' }));
    return { groups: groupMetrics(groups, counted), comparisons: [] };
  }
  const keys = groupBy(groupsIn(counted), ({ programId }) => programId);
  if (grouping.by === 'arm') return reportOfArms(grouping.experimentId, programs, keys, counted);
  const groups = programs.flatMap(({ id }) => (keys.get(id) ?? []).toSorted(byKey));
  return { groups: groupMetrics(groups, counted), comparisons: [] };
}

/** Numbers by size, other keys by the alphabet. */
const byKey = (one: GroupId, other: GroupId): number => one.key.localeCompare(other.key, 'en', { numeric: true });

function reportOfArms(
  experimentId: string,
  programs: Program[],
  counted: Map<string, GroupId[]>,
  all: Counted,
): MetricsReport {
  const perProgram = programs.map((program) => {
    const keys = (counted.get(program.id) ?? []).map(({ key }) => key);
    return armOrder(experimentOf(program, experimentId), keys).map((key) => ({ programId: program.id, key }));
  });
  if (perProgram.every((groups) => groups.length === 0)) {
    const known = programs.flatMap(({ id, experiments = [] }) => experiments.map((each) => `${each.id} of ${id}`));
    const message = `there is no experiment ${experimentId}; there are: ${known.join(', ') || 'none'}`;
    throw fieldRefusal({ in: 'query', field: 'groupBy', rule: 'exists', message });
  }
  return {
    groups: groupMetrics(perProgram.flat(), all),
    comparisons: perProgram.flatMap((groups) => compareArms(groups, all)),
  };
}

const experimentOf = ({ experiments = [] }: Program, id: string): Experiment | undefined =>
  experiments.find((experiment) => experiment.id === id);
