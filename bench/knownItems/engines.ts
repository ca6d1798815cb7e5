import MiniSearch, { type SearchResult } from 'minisearch';
import type { Pool } from 'pg';
import { SearchIndex } from '#domain/search/index';
import type { SearchDocument, SearchRules } from '#domain/search/types';

/** Answers SKUs, best first. */
export interface Engine {
  name: string;
  /** Ours; as an engine's documentation begins; or with what else it offers switched on. */
  kind: 'ours' | 'plain' | 'tuned';
  find(text: string): Promise<string[]> | string[];
}

const fields = ['title', 'brand', 'category'];
const wanted = 10;

const rowOf = ({ sku, title, brand, categoryPath }: SearchDocument) => ({
  id: sku,
  title,
  brand: brand ?? '',
  category: categoryPath.join(' > '),
});

export function everbox(documents: SearchDocument[], rules: SearchRules): Engine {
  const index = SearchIndex.build(documents, rules);
  const find = (text: string): string[] =>
    index
      .search({ text, filters: {}, sort: 'relevance', limit: wanted, after: null }, null)
      .hits.map(({ document }) => document.sku);
  return { name: 'Everbox', kind: 'ours', find };
}

/** As its README begins: three fields, any word; and with its own example of prefixes, typos and a boost. */
export function miniSearch(documents: SearchDocument[]): Engine[] {
  const engine = new MiniSearch({ fields });
  engine.addAll(documents.map(rowOf));
  const first = (found: SearchResult[]): string[] => found.slice(0, wanted).map(({ id }) => id as string);
  const tuned = { prefix: true, fuzzy: 0.2, boost: { title: 2 } };
  return [
    { name: 'MiniSearch', kind: 'plain', find: (text) => first(engine.search(text)) },
    { name: 'MiniSearch, prefixes and typos', kind: 'tuned', find: (text) => first(engine.search(text, tuned)) },
  ];
}

/** As its documentation begins: any word by its beginning; and with a typo a word. */
export async function orama(documents: SearchDocument[]): Promise<Engine[]> {
  // For comparison only: an image does not have it.
  const { create, insertMultiple, search } = await import('@orama/orama');
  const database = create({ schema: { title: 'string', brand: 'string', category: 'string' } as const });
  await insertMultiple(database, documents.map(rowOf), 1_000);
  const first = async (term: string, tolerance: number): Promise<string[]> =>
    (await search(database, { term, tolerance, limit: wanted })).hits.map(({ id }) => id);
  return [
    { name: 'Orama', kind: 'plain', find: (term) => first(term, 0) },
    { name: 'Orama, typos', kind: 'tuned', find: (term) => first(term, 1) },
  ];
}

/** Full text as the manual has it: every word; and any word by its beginning, which is as near as it comes to typos. */
export async function postgres(db: Pool, documents: SearchDocument[]): Promise<Engine[]> {
  await db.query('CREATE EXTENSION IF NOT EXISTS pg_trgm');
  await db.query(`CREATE TABLE bench_documents (
    sku text PRIMARY KEY, title text, brand text, category text, words tsvector GENERATED ALWAYS AS (
      setweight(to_tsvector('english', title), 'A') || setweight(to_tsvector('english', brand), 'B')
      || setweight(to_tsvector('english', category), 'C')) STORED)`);
  await db.query(
    `INSERT INTO bench_documents (sku, title, brand, category)
     SELECT "id", title, brand, category FROM jsonb_to_recordset($1::jsonb) AS row("id" text, title text, brand text, category text)`,
    [JSON.stringify(documents.map(rowOf))],
  );
  await db.query('CREATE INDEX ON bench_documents USING gin (words)');
  await db.query("CREATE INDEX ON bench_documents USING gist ((title || ' ' || brand) gist_trgm_ops)");
  await db.query('ANALYZE bench_documents');
  const ask = async (sql: string, text: string): Promise<string[]> =>
    (await db.query<{ sku: string }>(sql, [text])).rows.map(({ sku }) => sku);
  const ranked = (query: string): string =>
    `SELECT sku FROM bench_documents, ${query} AS query WHERE words @@ query ORDER BY ts_rank(words, query) DESC, sku LIMIT ${wanted}`;
  const anyPrefix = (text: string): string =>
    (text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []).map((word) => `${word}:*`).join(' | ');
  return [
    {
      name: 'Postgres full text',
      kind: 'plain',
      find: (text) => ask(ranked(`websearch_to_tsquery('english', $1)`), text),
    },
    {
      name: 'Postgres full text, any word, prefixes',
      kind: 'tuned',
      find: (text) => ask(ranked(`to_tsquery('english', $1)`), anyPrefix(text)),
    },
    {
      name: 'Postgres trigrams (pg_trgm)',
      kind: 'tuned',
      find: (text) =>
        ask(`SELECT sku FROM bench_documents ORDER BY (title || ' ' || brand) <-> $1, sku LIMIT ${wanted}`, text),
    },
  ];
}
