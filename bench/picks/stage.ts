import { randomUUID } from 'node:crypto';
import { rankOne } from '#activities/model/precompute';
import { trainCandidate } from '#activities/model/trainCandidate';
import { type Database, inTransaction } from '#db/pool';
import { recordEvents } from '#db/events/events';
import { publishModel } from '#db/selection/modelPublishing';
import { publishProgram } from '#db/catalog/programs';
import { listRankable, storeRankings } from '#db/selection/rankings';
import { Models } from '#serving/picks/models';
import { PreparedCatalogs } from '#serving/picks/preparedCatalogs';
import type { Program } from '#domain/program/types';
import type { CatalogItem } from '#domain/selection/types';
import { benchProgram } from '../program';
import { shopRules, syntheticCustomers, syntheticItems } from '../syntheticShop';
import { settle } from '../withPostgres';

const program: Program = { ...benchProgram, id: 'bench-shop', selection: shopRules };

export interface Stage {
  programId: string;
  /** Customers whose ranking was worked out ahead, and others of the same kind without one. */
  ahead: string[];
  others: string[];
}

/** A shop of that many items; customers with subscriptions and deeds; a model that learned from all, in charge. */
export async function setTheStage(
  db: Database,
  { items, deeds, seed, ahead, others }: { items: number; deeds: number; seed: number; ahead: number; others: number },
): Promise<Stage> {
  await publishProgram(db, program);
  const catalog = syntheticItems(items, seed);
  await storeItems(db, catalog);
  const customers: string[] = [];
  for (const customer of syntheticCustomers(catalog, deeds, seed)) {
    customers.push(customer.customerId);
    const kind = 'deliver' as const;
    const about = {
      kind,
      customerId: customer.customerId,
      programId: program.id,
      subscriptionId: null,
      sessionId: null,
    };
    const events = customer.deeds.map(({ sku, atMs }) => {
      return { ...about, id: randomUUID(), sku, occurredAtMs: Date.parse('2026-01-01') + atMs, data: {} };
    });
    await inTransaction(db, (tx) => recordEvents(tx, events));
  }
  const subscribed = customers.slice(0, ahead + others);
  if (subscribed.length < ahead + others) throw new Error(`${deeds} deeds make only ${customers.length} customers`);
  await subscribe(db, subscribed);
  await settle(db);
  await publish(db);
  await rankAhead(db, ahead);
  await settle(db);
  const { rows } = await db.query<{ id: string }>('SELECT customer_id AS id FROM precomputed_rankings');
  const ranked = new Set(rows.map(({ id }) => id));
  return { programId: program.id, ahead: [...ranked], others: subscribed.filter((id) => !ranked.has(id)) };
}

async function storeItems(db: Database, items: CatalogItem[]): Promise<void> {
  for (const item of items) {
    await db
      .query(
        `WITH item AS (INSERT INTO items (program_id, sku, title, category_path, brand, price_cents, rating, review_count)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING program_id, sku)
       INSERT INTO stock (program_id, sku, on_hand) VALUES ($1, $2, 1000)`,
        [
          program.id,
          item.sku,
          item.title,
          item.categoryPath,
          item.brand,
          item.priceCents,
          item.rating,
          item.reviewCount,
        ],
      )
      .catch((error: Error) => {
        throw new Error(`item ${item.sku}: ${error.message}`);
      });
  }
}

async function subscribe(db: Database, customers: string[]): Promise<void> {
  await db.query(
    `INSERT INTO subscriptions (id, customer_id, program_id, plan_id, cohort, status, zone, anchor_at, email, address_id,
       payment_method_id, preferences, next_open_at, next_open_wall_at, revision)
     SELECT 'sub_' || id, id, $2, 'monthly', '0', 'active', 'UTC', now(), 'nobody@example.com', 'addr', 'pm',
       '{"likes": ["one"], "dislikes": []}', now(), now(), 1 FROM unnest($1::text[]) AS id`,
    [customers, program.id],
  );
}

async function publish(db: Database): Promise<void> {
  const request = { programId: program.id, refreshId: 'bench' };
  const trained = await trainCandidate()(db, request, () => undefined, new AbortController().signal);
  if (trained.version === null) throw new Error(trained.reason);
  const publication = { programId: program.id, version: trained.version, previousVersion: null };
  await inTransaction(db, (tx) => publishModel(tx, { ...publication, actor: 'bench', reason: 'bench' }));
}

async function rankAhead(db: Database, count: number): Promise<void> {
  const [models, catalog] = [new Models(db), await new PreparedCatalogs(db).of(program.id)];
  const page = await listRankable(db, program.id, '', count);
  for (const subscription of page) {
    const ranking = await rankOne({ db, models }, catalog, 1, subscription);
    if (ranking) await storeRankings(db, program.id, 1, [ranking]);
  }
}
