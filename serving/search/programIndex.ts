import type { Program } from '#domain/program/types';
import { SearchIndex } from '#domain/search/index';
import type { SearchDocument, SearchPage, SearchQuery, TasteProfile } from '#domain/search/types';
import { searchRulesOf } from '#domain/search/rules';
import { suiter } from '#domain/selection/catalog';
import { fingerprint, SetDigest } from './digest';

/** Raised when ranking changes: processes of two releases must not take each other's answers for their own. */
const rankingVersion = 3;

/** Of each facet, the most frequent. */
const shownValues = 50;

/** What of a program decides what is found, and how; while it stays, an index made for it stays good. */
function setupOf(program: Program): string {
  const { categories, excludeTitles, ages } = program.selection;
  const { currency } = program;
  return fingerprint({ rankingVersion, categories, excludeTitles, ages, currency, rules: searchRulesOf(program) });
}

/**
 * The search index of one program: of its items, those that the program includes.
 *
 * `content` stands for all that an answer depends on besides the question and the taste: same content, same answer, in
 * every process and at any time.
 */
export class ProgramIndex {
  private readonly index: SearchIndex;
  private readonly suits: (document: SearchDocument) => boolean;
  private readonly documents = new SetDigest();
  private readonly setup: string;

  constructor(private published: Program) {
    this.index = SearchIndex.build([], searchRulesOf(published));
    this.suits = suiter(published.selection);
    this.setup = setupOf(published);
  }

  /** As it was published last. */
  get program(): Program {
    return this.published;
  }

  get size(): number {
    return this.index.size;
  }

  get content(): string {
    return `${this.setup}-${this.documents.text}`;
  }

  /** Takes the program over as it is published now, unless it would make another index: false then. */
  republish(program: Program): boolean {
    if (this.setup !== setupOf(program)) return false;
    this.published = program;
    return true;
  }

  /** Takes an item in as it is now; one that the program does not include leaves. */
  put(document: SearchDocument): void {
    if (!this.suits(document)) this.drop(document.key);
    else if (this.documents.put(document.key, JSON.stringify(document))) this.index.upsert(document);
  }

  drop(key: string): void {
    if (this.documents.drop(key)) this.index.remove(key);
  }

  /** With as much of each facet as people look through. */
  search(query: SearchQuery, taste: TasteProfile | null): SearchPage {
    const page = this.index.search(query, taste);
    const { categories, brands, sizes } = page.facets;
    const shown = { categories: categories.slice(0, shownValues), brands: brands.slice(0, shownValues) };
    return { ...page, facets: { ...page.facets, ...shown, sizes: sizes.slice(0, shownValues) } };
  }
}
