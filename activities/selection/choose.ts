import { readPlannedPick } from '../../db/queries/plannedPicks';
import { readStanding, type Standing } from '../../db/queries/rankings';
import { readAvailable } from '../../db/queries/selectionInputs';
import { type RankingFor, type Ranking, rankLive } from '../../db/serving/liveRanking';
import { rankingLength } from '../../db/serving/picks';
import type { ProgramCatalog } from '../../db/serving/preparedCatalogs';
import { aheadOf, seedOf } from '../../db/serving/subject';
import type { Plan } from '../../domain/program/types';
import { diverse } from '../../domain/selection/diversity';
import { learnedWeight } from '../../domain/selection/learned/names';
import type { RankedItem } from '../../domain/selection/types';
import type { SubscriptionState } from '../../domain/subscription/types';
import type { Dependencies } from '../dependencies';

/** What a customer may swap the pick for. */
const alternatives = 8;

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
  return { ...ranking, items: offer(programCatalog, ranking.items, planned) };
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
  standing: Standing,
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

/**
 * What was planned counts only while it is among what suits; each item's reason is its own, so it stays true. The ranking
 * was made to differ in kind, so choosing again out of it gives what choosing out of the whole catalog would.
 */
function offer(programCatalog: ProgramCatalog, items: RankedItem[], planned: string | null): RankedItem[] {
  const pick = items.find(({ sku }) => sku === planned) ?? items[0];
  if (!pick) return [];
  const { selection } = programCatalog.program;
  const learned = 'feedback' in pick.parts ? learnedWeight(selection.weights) : 0;
  const catalog = programCatalog.for(selection);
  const rest = items.filter((item) => item !== pick && catalog.indexBySku.has(item.sku));
  const [pickIndex, ...indexes] = [pick, ...rest].map(({ sku }) => catalog.indexBySku.get(sku) ?? -1);
  // An item that left the catalog since is no alternative; as the pick it was checked against the shelf.
  if (pickIndex === undefined || pickIndex < 0) return [pick, ...rest.slice(0, alternatives)];
  const scores = rest.map(({ score }) => score);
  const chosen = new Set(diverse(catalog, { ...selection.weights, learned }, pickIndex, indexes, scores, alternatives));
  return [pick, ...rest.filter((_, at) => chosen.has(indexes[at]!))];
}
