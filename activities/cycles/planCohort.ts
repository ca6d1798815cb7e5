import {
  type DueMember,
  listDueMembers,
  type PlannedPick,
  readScarce,
  storePlannedPicks,
} from '#db/selection/plannedPicks';
import type { ProgramCatalog } from '#serving/picks/preparedCatalogs';
import { assignCohort, type CohortMember } from '#domain/selection/assignCohort';
import { rankingOf } from '../selection/choose';
import type { Dependencies } from '../dependencies';

/** Due subscriptions that are planned together: some ten seconds of ranking, and a tenth of that of assigning. */
const mostMembers = 2_000;

type Planning = Pick<Dependencies, 'db' | 'catalogs' | 'models'>;

/**
 * Where a cohort's picks compete for items that are scarcer than its demand, gives each of its due subscriptions the item
 * with which the whole cohort is best served, and stores that for `openCycle` to honour. With enough for everybody it
 * stores nothing. Safe to run again: the first plan of a cycle stands, and counts as taken for the next.
 */
export async function planCohort(
  { db, catalogs, models }: Planning,
  programId: string,
  cohort: string,
  beat: () => void,
): Promise<PlannedPick[]> {
  const due = await listDueMembers(db, programId, cohort, mostMembers);
  if (due.length < 2) return []; // nobody to compete with
  const scarce = await readScarce(db, programId, due.length);
  if (scarce.size === 0) return [];
  const programCatalog = await catalogs.of(programId);
  const members: CohortMember[] = [];
  for (const member of due) {
    members.push(await memberOf({ db, catalogs, models }, programCatalog, member));
    beat();
  }
  if (!compete(members, scarce)) return [];
  const { skus } = assignCohort(members, unitsFor(members, scarce));
  const picks = due.flatMap(({ id, nextCycle }, at) => {
    const sku = skus[at];
    return sku ? [{ subscriptionId: id, cycle: nextCycle, sku }] : [];
  });
  await storePlannedPicks(db, picks);
  return picks;
}

async function memberOf(
  dependencies: Planning,
  programCatalog: ProgramCatalog,
  { id, customerId, planId, preferences, nextCycle, opensAtMs }: DueMember,
): Promise<CohortMember> {
  const plan = programCatalog.program.plans.find((each) => each.id === planId);
  // Without its plan the cycle is not opened either, until the plan is put back.
  if (!plan) return { customerId, candidates: [] };
  const subscription = { id, customerId, preferences, programId: programCatalog.program.id };
  const opening = { number: nextCycle, plan, opensAtMs };
  const { items } = await rankingOf(dependencies, programCatalog, subscription, opening);
  return { customerId, candidates: items.map(({ sku, score }) => ({ sku, score })) };
}

/** Is more wanted of an item, by those who like it best, than there is? */
function compete(members: readonly CohortMember[], scarce: ReadonlyMap<string, number>): boolean {
  const wanted = new Map<string, number>();
  for (const { candidates } of members) {
    const best = candidates[0]?.sku;
    if (best !== undefined) wanted.set(best, (wanted.get(best) ?? 0) + 1);
  }
  return [...wanted].some(([sku, count]) => count > (scarce.get(sku) ?? count));
}

/** Units of every candidate: what is not scarce is enough for all. */
function unitsFor(members: readonly CohortMember[], scarce: ReadonlyMap<string, number>): Map<string, number> {
  const skus = members.flatMap(({ candidates }) => candidates.map(({ sku }) => sku));
  return new Map(skus.map((sku) => [sku, scarce.get(sku) ?? members.length]));
}
