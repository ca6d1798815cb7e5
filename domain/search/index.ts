import { foldedWords } from './fold';
import { highlightsOf } from './highlight';
import { Highest } from './order';
import { likingOf, wornBy } from './personal';
import { Scratch } from './scratch';
import { Store } from './store';
import { offerStyles } from './styles';
import { type Survey, type Surveyed, surveyOf } from './survey';
import { Surveys } from './surveys';
import { Synonyms } from './synonyms';
import type { SearchDocument, SearchFilters, SearchPage, SearchQuery, SearchRules, TasteProfile } from './types';

/**
 * The items of one program, to be searched in memory. The same items give the same answers, in whatever order they came
 * and went: every process answers alike. MiniSearch's radix tree finds the words that a query may mean; which items have
 * them, and which come first, is worked out here.
 */
export class SearchIndex {
  private readonly store = new Store();
  private readonly surveyed: Surveyed;
  private readonly surveys = new Surveys();

  private constructor(rules: SearchRules) {
    const synonyms = new Synonyms(rules.synonyms);
    const ignored = new Set(rules.ignoredWords.flatMap(foldedWords));
    this.surveyed = { store: this.store, scratch: new Scratch(), rules, synonyms, ignored };
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
    this.surveys.forget();
  }

  /** A key that is not there is no fault. */
  remove(key: string): void {
    this.store.remove(key);
    this.surveys.forget();
  }

  /** One page, on which a style is one hit. Taste is for `relevance` only: whoever sorts by price has said what they want. */
  search({ text, filters, sort, limit, after }: SearchQuery, taste: TasteProfile | null): SearchPage {
    const { items, total, wasScored, words, facets, didYouMean, fallback } = this.surveyOf(text, filters);
    const counted = sort === 'relevance' ? taste : null;
    const { store, surveyed } = this;
    const isWorn = wornBy(counted?.sizes ?? [], store);
    const liking = counted && likingOf(counted, isWorn, store);
    const isShown = counted?.sizes?.length ? isWorn : wornBy([surveyed.rules.usualSize ?? ''], store);
    const highest = new Highest({ sort, after }, limit + 1, liking, store);
    offerStyles(items, store, isShown, (slot, score) => highest.offer(slot, score));
    const shown = highest.taken();
    const last = shown.length > limit ? shown[limit - 1] : undefined;
    return {
      hits: shown.slice(0, limit).map(({ slot, score, personalScore }) => {
        const { document } = store.entries[slot]!;
        return { document, score: wasScored ? score : 0, highlights: highlightsOf(document, words), personalScore };
      }),
      total,
      facets,
      didYouMean,
      fallback,
      next: last ? { band: last.band, value: last.value, key: last.key } : null,
    };
  }

  private surveyOf(text: string, filters: SearchFilters): Survey {
    return this.surveys.of(JSON.stringify([text, filters]), () => surveyOf(text, filters, this.surveyed));
  }
}
