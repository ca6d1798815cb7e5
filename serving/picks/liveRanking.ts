import { armsOf, type ArmsByExperiment } from '#domain/experiments/assign';
import { rulesFor, usesModel } from '#domain/experiments/rules';
import type { Plan } from '#domain/program/types';
import { selectItem } from '#domain/selection/index';
import type { Deed } from '#domain/selection/model/types';
import type { Preferences, RankedItem, Selection, SelectionHistory } from '#domain/selection/types';
import type { Queryable } from '#db/pool';
import { readDeeds, readHistory } from '#db/selection/selectionInputs';
import type { Models } from './models';
import type { ProgramCatalog } from './preparedCatalogs';
import { selectSized } from '../sizes/sizedSelection';

/** Whom a ranking is for, and when: everything that decides it besides what the customer did. */
export interface RankingFor {
  customerId: string;
  plan: Plan;
  preferences: Preferences;
  /** Business time: which experiments run. */
  atMs: number;
  /** Of the exploration: the same seed gives the same ranking, so that a retry picks the same. */
  seed: string;
}

export interface Ranking {
  /** The pick first, then alternatives that differ in kind; empty when nothing suits. */
  items: RankedItem[];
  /** The model that counted in it; null: the rules alone. */
  modelVersion: number | null;
  arms: ArmsByExperiment;
}

const nothing: SelectionHistory = { sentSkus: [], refusedSkus: [], skippedSkus: [] };

/**
 * Ranks for one customer as things are now, with all that they did so far. Without personalization, what they did only
 * keeps the same item from coming twice. Of what is worn only the size that fits them best is ranked.
 */
export async function rankLive(
  db: Queryable,
  models: Models,
  programCatalog: ProgramCatalog,
  standing: { modelVersion: number | null; personalized: boolean },
  { customerId, plan, preferences, atMs, seed }: RankingFor,
  { alternatives, soldOut }: { alternatives: number; soldOut: ReadonlySet<string> },
): Promise<Ranking> {
  const { program } = programCatalog;
  const arms = armsOf(program.experiments, customerId, atMs);
  const rules = rulesFor(program.selection, program.experiments, arms);
  const learns = usesModel(program.experiments, arms);
  const served = learns ? await models.of(program.id, standing.modelVersion) : null;
  const past = await pastOf(db, customerId, program.id, learns, standing.personalized);
  const catalog = programCatalog.for(rules);
  const gone = past.barred.length === 0 ? soldOut : new Set([...soldOut, ...past.barred]);
  const { sentSkus, refusedSkus } = past.history;
  const had = [...sentSkus, ...refusedSkus, ...past.barred];
  // Without a model, what the customer said of kinds of items counts all the same.
  const learned = learns ? { model: served?.model, deeds: past.deeds, seed } : {};
  const select = (leftOut: ReadonlySet<string>): Selection | null =>
    selectItem(catalog, rules, plan, preferences, past.history, {
      alternatives,
      soldOut: gone,
      leftOut,
      ...learned,
    });
  const sized = { customerId, preferences, had, soldOut };
  const items = await selectSized(db, models.fits, programCatalog, catalog, sized, select);
  return { items, modelVersion: served?.version ?? null, arms };
}

interface Past {
  history: SelectionHistory;
  deeds: Deed[];
  /** Not to be sent again, whatever is learned from it. */
  barred: string[];
}

async function pastOf(
  db: Queryable,
  customerId: string,
  programId: string,
  withDeeds: boolean,
  personalized: boolean,
): Promise<Past> {
  const history = await readHistory(db, customerId, programId);
  if (!personalized) return { history: nothing, deeds: [], barred: [...history.sentSkus, ...history.refusedSkus] };
  const deeds = withDeeds ? await readDeeds(db, customerId, programId) : [];
  // Also of a swap that only a client told of: what somebody turned down is not the next thing to offer them.
  const barred = deeds.flatMap(({ kind, sku }) => (kind === 'swappedAway' ? [sku] : []));
  return { history, deeds, barred };
}
