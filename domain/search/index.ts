import type { Candidates } from './candidates';
import { FacetCounter } from './facets';
import type { Sieve } from './filters';
import { find } from './find';
import { foldedWords } from './fold';
import { highlightsOf, matchedWords } from './highlight';
import { Highest } from './order';
import { parseQuery } from './parse';
import { likingOf } from './personal';
import { Scratch } from './scratch';
import { Store } from './store';
import { suggestionOf } from './suggestion';
import { Synonyms } from './synonyms';
import type { SearchDocument, SearchPage, SearchQuery, SearchRules, TasteProfile } from './types';

/**
 * The items of one program, to be searched in memory. The same items give the same answers, in whatever order they came
 * and went: every process answers alike. MiniSearch's radix tree finds the words that a query may mean; which items have
 * them, and which come first, is worked out here.
 */
export class SearchIndex {
  private readonly store = new Store();
  private readonly scratch = new Scratch();
  private readonly synonyms: Synonyms;
  private readonly ignored: ReadonlySet<string>;

  private constructor(private readonly rules: SearchRules) {
    this.synonyms = new Synonyms(rules.synonyms);
    this.ignored = new Set(rules.ignoredWords.flatMap(foldedWords));
  }

  /** Of documents with the same key, the last one counts. */
  static build(documents: Iterable<SearchDocument>, rules: SearchRules): SearchIndex {
    const index = new SearchIndex(rules);
    for (const document of documents) index.upsert(document);
    return index;
  }

  get size(): number {
    return this.store.size;
  }

  /** Takes a document in, in place of the one with its key. */
  upsert(document: SearchDocument): void {
    this.store.put(document);
  }

  /** A key that is not there is no fault. */
  remove(key: string): void {
    this.store.remove(key);
  }

  /** One page. Taste is for `relevance` only: whoever sorts by price has said what they want. */
  search({ text, filters, sort, limit, after }: SearchQuery, taste: TasteProfile | null): SearchPage {
    const parsed = parseQuery(text, this.synonyms, this.ignored);
    const { candidates, expansions, fallback, sieve } = find(parsed, filters, this.store, this.scratch);
    const liking = taste !== null && sort === 'relevance' ? likingOf(taste, this.store) : null;
    const facets = new FacetCounter(this.rules, this.store);
    const highest = new Highest({ sort, after }, limit + 1, liking, this.store);
    let total = 0;
    for (let at = 0; at < candidates.length; at += 1) {
      const slot = candidates.slots[at]!;
      const failed = sieve(slot);
      facets.count(slot, failed);
      if (failed !== 0) continue;
      total += 1;
      highest.offer(slot, candidates.scores[at]!);
    }
    const shown = highest.taken();
    const last = shown.length > limit ? shown[limit - 1] : undefined;
    const words = matchedWords(expansions);
    const wasScored = expansions.length > 0;
    return {
      hits: shown.slice(0, limit).map(({ slot, score, personalScore }) => {
        const { document } = this.store.entries[slot]!;
        return { document, score: wasScored ? score : 0, highlights: highlightsOf(document, words), personalScore };
      }),
      total,
      facets: facets.facets(),
      didYouMean: expansions.some(({ isCorrected }) => isCorrected)
        ? suggestionOf(parsed, expansions, this.mostRelevant(candidates, sieve))
        : null,
      fallback,
      next: last ? { band: last.band, value: last.value, key: last.key } : null,
    };
  }

  /** Of what passes the filters, whatever the page, the sort and the taste. */
  private mostRelevant({ slots, scores, length }: Candidates, sieve: Sieve): number | undefined {
    let best: number | undefined;
    for (let at = 0; at < length; at += 1) {
      if (sieve(slots[at]!) === 0 && (best === undefined || this.isBetter(at, best, slots, scores))) best = at;
    }
    return best === undefined ? undefined : slots[best];
  }

  private isBetter(one: number, other: number, slots: Int32Array, scores: Float64Array): boolean {
    if (scores[one] !== scores[other]) return scores[one]! > scores[other]!;
    return this.store.entries[slots[one]!]!.document.key < this.store.entries[slots[other]!]!.document.key;
  }
}
