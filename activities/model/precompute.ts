import { Context } from '@temporalio/activity';
import { readPublishedVersion } from '#db/selection/models';
import { listRankable, type NewRanking, type RankableSubscription, storeRankings } from '#db/selection/rankings';
import { rankLive } from '#serving/picks/liveRanking';
import { rankingLength } from '#serving/picks/picks';
import type { ProgramCatalog } from '#serving/picks/preparedCatalogs';
import { seedOf } from '#serving/picks/subject';
import { learningOf } from '#domain/program/learning';
import type { Dependencies } from '../dependencies';

/** Rankings stored at once; also the span between two heartbeats: a second at the default rate. */
const pageSize = 100;
const noneSoldOut: ReadonlySet<string> = new Set();

interface Progress {
  /** ID of the last subscription that has its ranking. */
  after: string;
  ranked: number;
}

/**
 * Works out the ranking of every active customer of a program ahead, with the model in charge, page by page and at no more
 * than the program's rate. A worker that dies goes on from its last heartbeat. Safe to run again: a ranking replaces the
 * one before, and one that is stale by the time it is stored says so by its activity.
 */
export async function precomputeRankings(
  { db, catalogs, models }: Dependencies,
  { programId }: { programId: string },
): Promise<number> {
  const context = Context.current();
  let { after, ranked } = (context.info.heartbeatDetails as Progress | undefined) ?? { after: '', ranked: 0 };
  for (;;) {
    const startedAtMs = Date.now();
    const modelVersion = await readPublishedVersion(db, programId);
    if (modelVersion === null) return ranked;
    const programCatalog = await catalogs.of(programId);
    const page = await listRankable(db, programId, after, pageSize);
    const rankings: NewRanking[] = [];
    for (const subscription of page) {
      const ranking = await rankOne({ db, models }, programCatalog, modelVersion, subscription);
      if (ranking) rankings.push(ranking);
    }
    await storeRankings(db, programId, modelVersion, rankings);
    const last = page.at(-1);
    if (!last) return ranked;
    after = last.id;
    ranked += rankings.length;
    context.heartbeat({ after, ranked } satisfies Progress);
    const { rankingsPerSecond } = learningOf(programCatalog.program);
    await context.sleep(Math.max(0, (page.length / rankingsPerSecond) * 1_000 - (Date.now() - startedAtMs)));
  }
}

/** Null for a plan that the program no longer has: its cycles wait until it is put back. */
export async function rankOne(
  { db, models }: Pick<Dependencies, 'db' | 'models'>,
  programCatalog: ProgramCatalog,
  modelVersion: number,
  { id, customerId, planId, preferences, nextCycle, activity }: RankableSubscription,
): Promise<NewRanking | null> {
  const plan = programCatalog.program.plans.find((each) => each.id === planId);
  if (!plan) return null;
  const standing = { modelVersion, personalized: true };
  const subject = { customerId, plan, preferences, atMs: Date.now(), seed: seedOf(id, nextCycle) };
  const options = { alternatives: rankingLength - 1, soldOut: noneSoldOut };
  const { items, arms } = await rankLive(db, models, programCatalog, standing, subject, options);
  return { subscriptionId: id, customerId, activity, arms, ranking: items };
}
