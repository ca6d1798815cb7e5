import { armsOf } from '#domain/experiments/assign';
import type { Program } from '#domain/program/types';
import type { Database } from '#db/pool';
import { readStanding, type PickInputs } from '#db/selection/rankings';
import { SelectionChanges } from '../cache/changes';
import { CustomerCache } from '../cache/customerCache';
import { elementsOf, skuOf } from './jsonItems';
import { rankLive } from './liveRanking';
import { Models } from './models';
import { PreparedCatalogs } from './preparedCatalogs';
import { Programs } from './programs';
import type { SharedCache } from '../cache/sharedCache';
import { Shelf } from './shelf';
import { Sizes } from '../sizes/sizes';
import { aheadOf, armsKey, rankingFor } from './subject';
import { minuteMs } from '#domain/time';

/** Where picks came from, fastest first. */
export type PickLayer = 'process' | 'precomputed' | 'shared' | 'live';

export interface Picks {
  /** Each a `RankedItem` as JSON, best first; what is sold out is left out. */
  items: string[];
  /** The model that counted in them; null: the rules alone. */
  modelVersion: number | null;
  personalized: boolean;
  layer: PickLayer;
}

/** A ranking on its way: items as JSON, which nobody parses, since it is only passed on. */
interface RankingText {
  items: string;
  modelVersion: number | null;
  personalized: boolean;
}

interface Kept extends Omit<RankingText, 'items'> {
  /** Outside of the heap: the collector neither copies nor passes over what thousands of customers may not come back for. */
  items: Buffer;
  untilMs: number;
}

/** With the version of what is kept under it: processes of two releases share one cache while a deployment lasts. */
const sharedPrefix = 'everbox:picks:1';
/** Items of one ranking: the pick and what it may be swapped for, with some to spare for what sells out meanwhile. */
export const rankingLength = 25;
/** What no message tells of (views, clicks, a new item or price, an experiment that starts) counts after this at the latest. */
const keptMs = minuteMs;

/**
 * The next picks of customers, from the first layer that has them: this process, the ranking that was worked out ahead, the
 * cache that processes share (if there is one), or a ranking made now. What a customer did since it was made, or another
 * model, makes a ranking stale in every layer: a message drops it here, and the others are kept under activity and model.
 */
export class PickService {
  private readonly kept: CustomerCache<Kept>;
  private readonly programs: Programs;
  private readonly catalogs: PreparedCatalogs;
  private readonly models: Models;
  private readonly shelf: Shelf;
  /** Which size fits whom: of the same catalogs and models, and made stale by the same messages. */
  readonly sizes: Sizes;

  /** `changes` may be shared with what else this process keeps. */
  constructor(
    private readonly db: Database,
    private readonly shared: SharedCache | null = null,
    private readonly changes = new SelectionChanges(db),
  ) {
    this.programs = new Programs(db);
    this.catalogs = new PreparedCatalogs(db);
    this.models = new Models(db);
    this.shelf = new Shelf(db);
    this.kept = new CustomerCache(changes);
    const { programs, catalogs, shelf, models } = this;
    this.sizes = new Sizes(db, changes, { programs, catalogs, shelf, models: models.fits });
  }

  /** Until `stop`, keeps rankings, and hears what makes them stale. Without it every request asks the database. */
  start(): void {
    this.changes.start();
  }

  async stop(): Promise<void> {
    await this.changes.stop();
    await this.shared?.close();
  }

  /** The best `most`; null when there is no such program. */
  async of(programId: string, customerId: string, nowMs: number, most = rankingLength): Promise<Picks | null> {
    const kept = this.kept.get(customerId, programId);
    if (kept && nowMs < kept.untilMs) return this.onShelf(programId, kept, 'process', most);
    const program = await this.programs.of(programId);
    if (!program) return null;
    let layer: PickLayer = 'live';
    const made = await this.kept.make(customerId, programId, async () => {
      const {
        made: { items, ...about },
        layer: from,
      } = await this.make(program, customerId, nowMs);
      layer = from;
      return { ...about, items: Buffer.from(items, 'utf8'), untilMs: nowMs + keptMs };
    });
    return this.onShelf(programId, made, layer, most);
  }

  private async make(
    program: Program,
    customerId: string,
    nowMs: number,
  ): Promise<{ made: RankingText; layer: Exclude<PickLayer, 'process'> }> {
    const standing = await readStanding(this.db, program.id, customerId);
    const { personalized, modelVersion, activity } = standing;
    const ahead = aheadOf(program, customerId, standing, nowMs);
    if (ahead) {
      return { made: { items: ahead.items, modelVersion: ahead.modelVersion, personalized }, layer: 'precomputed' };
    }
    const arms = armsKey(armsOf(program.experiments, customerId, nowMs));
    const key = [sharedPrefix, program.id, customerId, modelVersion, activity, arms].join(':');
    const shared = await this.fromShared(key);
    if (shared) return { made: shared, layer: 'shared' };
    const made = await this.rank(program, customerId, standing, nowMs);
    // Nobody waits for it: a cache that is slow or away must not hold an answer up.
    void this.shared?.set(key, JSON.stringify(made)).catch(() => undefined);
    return { made, layer: 'live' };
  }

  /** Null for whatever is no answer of ours: it is only ever a short cut. */
  private async fromShared(key: string): Promise<RankingText | null> {
    try {
      const text = await this.shared?.get(key);
      if (!text) return null;
      const { items = '', modelVersion = null, personalized = true } = JSON.parse(text) as Partial<RankingText>;
      return Array.isArray(JSON.parse(items)) ? { items, modelVersion, personalized } : null;
    } catch {
      return null;
    }
  }

  private async rank(program: Program, customerId: string, standing: PickInputs, nowMs: number): Promise<RankingText> {
    const [catalog, soldOut] = await Promise.all([this.catalogs.of(program.id), this.shelf.soldOut(program.id)]);
    const subject = rankingFor(program, customerId, standing, nowMs);
    const { items, modelVersion } = await rankLive(this.db, this.models, catalog, standing, subject, {
      alternatives: rankingLength - 1,
      soldOut,
    });
    return { items: JSON.stringify(items), modelVersion, personalized: standing.personalized };
  }

  private async onShelf(programId: string, kept: Kept, layer: PickLayer, most: number): Promise<Picks> {
    const soldOut = await this.shelf.soldOut(programId);
    const { modelVersion, personalized } = kept;
    const isThere = (item: string): boolean => soldOut.size === 0 || !soldOut.has(skuOf(item) ?? '');
    const items = elementsOf(kept.items.toString('utf8'), most, isThere);
    return { items, modelVersion, personalized, layer };
  }
}
