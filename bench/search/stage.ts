import { randomUUID } from 'node:crypto';
import { homeOf } from '#activities/search/precompute';
import { TasteWriter } from '#activities/model/tasteWriter';
import { type Database, inTransaction } from '#db/pool';
import { streamDeeds } from '#db/selection/deedStream';
import { recordEvents } from '#db/events/events';
import { publishProgram } from '#db/catalog/programs';
import { storeSearchAnswers } from '#db/search/searchAnswers';
import { readCatalog, readFinalTx } from '#db/selection/selectionInputs';
import { readClock } from '#db/search/taste';
import { IndexKeeper } from '#serving/search/indexKeeper';
import { seededRandom } from '#domain/numbers/random';
import type { Program } from '#domain/program/types';
import type { SearchDocument } from '#domain/search/types';
import { loadPrograms } from '#workers/programs';
import { documentsOf } from '../knownItems/catalog';
import { syntheticDocuments } from '../searchIndex/documents';
import { settle } from '../withPostgres';
import { dayMs } from '#domain/time';

const programId = 'bench-search';

export interface StageOptions {
  items: number;
  customers: number;
  seed: number;
  /** A merchant's CSV file, repeated with variations until there are enough; absent: a made-up shop. */
  catalog?: string;
}

export interface Stage {
  programId: string;
  documents: SearchDocument[];
  /** All of them have a taste. */
  customers: string[];
}

/** A shop of that many items, and customers who bought in it, with their profiles; and home pages, worked out ahead. */
export async function setTheStage(db: Database, options: StageOptions): Promise<Stage> {
  const documents = await shopOf(options);
  await publishProgram(db, programFor(documents));
  await storeItems(db, documents);
  const customers = Array.from({ length: options.customers }, (_, n) => `cus_${n}`);
  await letBuy(db, documents, customers, options.seed);
  await settle(db);
  await writeTastes(db);
  await answerAhead(db, customers);
  await settle(db);
  return { programId, documents, customers };
}

const toys = (): Program => loadPrograms().find(({ id }) => id === 'stem-toys')!;

async function shopOf({ items, seed, catalog }: StageOptions): Promise<SearchDocument[]> {
  if (catalog === undefined) return syntheticDocuments(items, seed);
  const real = await documentsOf(catalog, toys());
  const variations = ['', 'Deluxe Edition', 'Blue', 'Twin Pack', 'Mini', '2nd Series'];
  return Array.from({ length: items }, (_, n) => {
    const round = Math.floor(n / real.length);
    const document = real[n % real.length]!;
    const variation = variations[round] ?? `Series ${round}`;
    const title = `${document.title} ${variation}`.trim();
    return { ...document, sku: `${document.sku}-${round}`, title, priceCents: document.priceCents + 37 * round };
  });
}

/** Includes everything that the shop has. */
function programFor(documents: SearchDocument[]): Program {
  const include = [...new Set(documents.flatMap(({ categoryPath }) => categoryPath.slice(0, 1)))];
  const { excludeTitles: _titles, ages: _ages, ...selection } = toys().selection;
  return { ...toys(), id: programId, selection: { ...selection, categories: { include, exclude: [] } } };
}

async function storeItems(db: Database, documents: SearchDocument[]): Promise<void> {
  const size = 2_000;
  for (let from = 0; from < documents.length; from += size) {
    await db.query(
      `WITH given AS (SELECT * FROM jsonb_to_recordset($2::jsonb) AS d (sku text, title text, "categoryPath" text[],
         brand text, "priceCents" integer, rating real, "reviewCount" integer, "inStock" boolean)),
       added AS (INSERT INTO items (program_id, sku, title, category_path, brand, price_cents, rating, review_count)
         SELECT $1, sku, title, "categoryPath", brand, "priceCents", rating, "reviewCount" FROM given)
       SELECT`,
      [programId, JSON.stringify(documents.slice(from, from + size))],
    );
  }
  await db.query('INSERT INTO stock (program_id, sku, on_hand) SELECT program_id, sku, 5 FROM items');
}

/** A dozen items each, from three kinds that the customer likes. */
async function letBuy(db: Database, documents: SearchDocument[], customers: string[], seed: number): Promise<void> {
  const random = seededRandom(seed);
  const byKind = new Map<string, SearchDocument[]>();
  for (const document of documents) {
    const kind = document.categoryPath.join('>');
    byKind.set(kind, [...(byKind.get(kind) ?? []), document]);
  }
  const kinds = [...byKind.values()].filter(({ length }) => length >= 4);
  const any = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)]!;
  const about = { kind: 'deliver' as const, programId, subscriptionId: null, sessionId: null, data: {} };
  for (const customerId of customers) {
    const liked = [any(kinds), any(kinds), any(kinds)];
    const events = Array.from({ length: 12 }, (_, n) => ({
      ...about,
      id: randomUUID(),
      customerId,
      sku: any(any(liked)).sku,
      occurredAtMs: Date.now() - (n + 1) * dayMs,
    }));
    await inTransaction(db, (tx) => recordEvents(tx, events));
  }
}

async function writeTastes(db: Database): Promise<void> {
  const asOf = await readClock(db);
  const untilTx = await readFinalTx(db);
  const writer = new TasteWriter(db, { programId, untilTx, asOf }, await readCatalog(db, programId));
  for await (const customer of streamDeeds(db, programId, untilTx)) await writer.add(customer);
  await writer.finish();
}

async function answerAhead(db: Database, customers: string[]): Promise<void> {
  const index = await new IndexKeeper(db).of(programId);
  for (const customerId of customers) {
    const answer = await homeOf(db, index!, programId, { customerId, content: null, taste: null });
    if (!answer) throw new Error(`${customerId} has no taste`);
    await storeSearchAnswers(db, [answer]);
  }
}
