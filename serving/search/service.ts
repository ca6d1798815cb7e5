import type { Program } from '#domain/program/types';
import type { SearchCursor, SearchFallback, SearchPage, SearchQuery } from '#domain/search/types';
import type { Database } from '#db/pool';
import { everybody, readSearchAnswer } from '#db/search/searchAnswers';
import { SelectionChanges } from '../cache/changes';
import { Lru } from '../cache/lru';
import type { TasteMoment } from './readTaste';
import { IndexKeeper } from './indexKeeper';
import { AnsweredAhead } from './answeredAhead';
import type { ProgramIndex } from './programIndex';
import { plainQuery, questionOf } from './question';
import { noTaste, type Taste, tasteCounts, tasteless, Tastes, triedWithout } from './tastes';

/** Where an answer came from, fastest first. */
export type SearchLayer = 'process' | 'precomputed' | 'live';

export interface SearchRequest {
  programId: string;
  /** Null: nobody in particular. */
  customerId: string | null;
  sessionId: string | null;
  /** False: not for this search, whatever the customer's setting is; nothing of them is read. */
  personalized: boolean;
  query: SearchQuery;
  /** Of a page after the first: `taste.asOf` of that one's answer. */
  tasteAsOf: TasteMoment | null;
  /** Items on the pages before. */
  shown: number;
}

/** A page as it is sent, and what else is said of it. */
export interface WrittenPage {
  text: string;
  hits: number;
  total: number;
  fallback: SearchFallback;
  /** Where the next page begins. */
  next: SearchCursor | null;
}

/** Writes a page as it is sent; on the pages before were `shown` items. */
export type PageWriter = (page: SearchPage, shown: number) => string;

export interface SearchAnswer {
  page: WrittenPage;
  layer: SearchLayer;
  taste: Taste;
  program: Program;
}

interface AnsweredPage {
  page: SearchPage;
  layer: Exclude<SearchLayer, 'process'>;
  /** Of the index it was made from. */
  content: string;
}

/** The text as bytes outside of the heap, which the collector neither copies nor passes over. */
type KeptPage = Omit<WrittenPage, 'text'> & { text: Buffer };

/** Some 10 kB each. Written already: making objects of them for each answer would be most of its cost. */
const keptPages = 4_000;
/** A customer who waits longer is better told to come back. */
const patienceMs = 2_000;
const home = questionOf(plainQuery(''));

/**
 * Searches, from the first layer that has the answer: this process, what was worked out ahead, or the index.
 *
 * Invariant: all layers give the same answer. Each keeps it under the question, what the index says of its content, and
 * the taste that was applied, so that whatever changed in between (an item, a program, what the customer did, a
 * model) asks for another answer. Nothing has to be thrown away in time.
 */
export class SearchService {
  readonly indexes: IndexKeeper;
  private readonly kept = new Lru<KeptPage>(keptPages);
  private readonly tastes: Tastes;
  private readonly ahead: AnsweredAhead;

  /** `changes` may be shared with what else this process keeps of customers. */
  constructor(
    private readonly db: Database,
    private readonly write: PageWriter,
    private readonly changes = new SelectionChanges(db),
  ) {
    this.indexes = new IndexKeeper(db);
    this.tastes = new Tastes(db, changes);
    this.ahead = new AnsweredAhead(db);
  }

  /** Until `stop`, follows the catalog and keeps tastes. Without it every request asks the database whether anything changed. */
  start(): void {
    this.indexes.start();
    this.changes.start();
  }

  async stop(): Promise<void> {
    await Promise.all([this.indexes.stop(), this.changes.stop()]);
  }

  /** Null when there is no such program. @throws IndexNotReady while the process has just begun. */
  async search(request: SearchRequest, nowMs: number): Promise<SearchAnswer | null> {
    const index = await this.indexes.of(request.programId, patienceMs);
    if (!index) return null;
    const taste = await this.tasteFor(index.program, request, nowMs);
    const question = questionOf(request.query);
    const keyOf = (content: string): string =>
      [request.programId, content, taste.hash, request.shown, question].join('\n');
    const { program } = index;
    const kept = this.kept.get(keyOf(index.content));
    if (kept) return { page: { ...kept, text: kept.text.toString('utf8') }, layer: 'process', taste, program };
    const { page, layer, content } = await this.make(request, index, taste, question);
    const { hits, total, fallback, next } = page;
    const written = { text: this.write(page, request.shown), hits: hits.length, total, fallback, next };
    this.kept.set(keyOf(content), { ...written, text: Buffer.from(written.text, 'utf8') });
    return { page: written, layer, taste, program };
  }

  /** Nothing is read of whom it does not concern: another order than relevance leaves no room for taste. */
  private async tasteFor(program: Program, request: SearchRequest, nowMs: number): Promise<Taste> {
    const { customerId, programId, sessionId, personalized, query, tasteAsOf: asOf } = request;
    if (customerId === null || !personalized || query.sort !== 'relevance') return tasteless;
    if (!tasteCounts(program, customerId, nowMs)) return triedWithout;
    return this.tastes.of({ customerId, programId, sizing: program.sizing, sessionId, asOf }, nowMs);
  }

  private async make(
    { programId, customerId, query }: SearchRequest,
    index: ProgramIndex,
    taste: Taste,
    question: string,
  ): Promise<AnsweredPage> {
    const whose = taste.hash === noTaste ? everybody : customerId;
    const { content } = index;
    const isAhead = whose === everybody ? await this.ahead.has(programId, content, question) : question === home;
    if (whose !== null && isAhead) {
      const answer = await readSearchAnswer(this.db, {
        programId,
        customerId: whose,
        question,
        content,
        taste: taste.hash,
      });
      // Ours: it was made by the activity of `activities/search`.
      if (answer !== null) return { page: JSON.parse(answer) as SearchPage, layer: 'precomputed', content };
    }
    const page = index.search(query, taste.profile);
    // The catalog may have changed since this began: the answer is of the content that it was made from.
    return { page, layer: 'live', content: index.content };
  }
}
