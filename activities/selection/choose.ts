import { readPlannedPick } from '#db/selection/plannedPicks';
import { readStanding, type PickInputs } from '#db/selection/rankings';
import { readAvailable } from '#db/selection/selectionInputs';
import { type RankingFor, type Ranking, rankLive } from '#serving/picks/liveRanking';
import { rankingLength } from '#serving/picks/picks';
import type { ProgramCatalog } from '#serving/picks/preparedCatalogs';
import { aheadOf, seedOf } from '#serving/picks/subject';
import type { Plan } from '#domain/program/types';
import type { RankedItem } from '#domain/selection/types';
import type { SubscriptionState } from '#domain/subscription/types';
import type { Dependencies } from '../dependencies';
import { alternatives, offer } from './offer';

/** The cycle that is about to open. */
export interface OpeningCycle {
  number: number;
  plan: Plan;
  opensAtMs: number;
}

type Choosing = Pick<Dependencies, 'db' | 'models'>;
type Subscriber = Pick<SubscriptionState, 'id' | 'customerId' | 'programId' | 'preferences'>;

/**
 * The pick first, then the alternatives. What a cohort run planned for this cycle goes first, if it still suits. Only what
 * can be promised at this moment.
 */
export async function choose(
  dependencies: Choosing,
  programCatalog: ProgramCatalog,
  subscriber: Subscriber,
  opening: OpeningCycle,
): Promise<Ranking> {
  const planned = await readPlannedPick(dependencies.db, subscriber.id, opening.number);
  const ranking = await rankingOf(dependencies, programCatalog, subscriber, opening);
  return { ...ranking, items: offer(programCatalog, ranking, planned) };
}

/** The one that was worked out ahead, while nothing has happened since that counts, else one made now; all in stock. */
export async function rankingOf(
  { db, models }: Choosing,
  programCatalog: ProgramCatalog,
  { id, customerId, programId, preferences }: Subscriber,
  { number, plan, opensAtMs }: OpeningCycle,
): Promise<Ranking> {
  const standing = await readStanding(db, programId, customerId, id);
  const subject = { customerId, plan, preferences, atMs: opensAtMs, seed: seedOf(id, number) };
  const ahead = aheadOf(programCatalog.program, customerId, standing, opensAtMs);
  if (ahead) {
    const items = await onShelf(db, programId, JSON.parse(ahead.items) as RankedItem[]);
    if (items.length > alternatives) return { ...ahead, items };
  }
  return rankInStock({ db, models }, programCatalog, standing, subject);
}

/** Ranked again without what was sold since the catalog was read. */
async function rankInStock(
  { db, models }: Choosing,
  programCatalog: ProgramCatalog,
  standing: PickInputs,
  subject: RankingFor,
): Promise<Ranking> {
  const soldOut = new Set<string>();
  for (;;) {
    const ranking = await rankLive(db, models, programCatalog, standing, subject, {
      alternatives: rankingLength - 1,
      soldOut,
    });
    const available = await onShelf(db, programCatalog.program.id, ranking.items);
    if (available.length === ranking.items.length) return ranking;
    for (const { sku } of ranking.items) if (!available.some((item) => item.sku === sku)) soldOut.add(sku);
  }
}

async function onShelf(db: Dependencies['db'], programId: string, items: RankedItem[]): Promise<RankedItem[]> {
  const available = await readAvailable(
    db,
    programId,
    items.map(({ sku }) => sku),
  );
  return items.filter(({ sku }) => available.has(sku));
}
