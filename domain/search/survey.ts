import type { Candidates } from './candidates';
import type { Expansion } from './expand';
import { FacetCounter } from './facets';
import { find, type Searched } from './find';
import { matchedWords } from './highlight';
import { type ParsedQuery, parseQuery } from './parse';
import type { Store } from './store';
import { countStyles, gatherStyles } from './styles';
import { suggestionOf } from './suggestion';
import type { Synonyms } from './synonyms';
import type { SearchFacets, SearchFallback, SearchFilters, SearchRules } from './types';

/** What a search finds, whoever asks, in whatever order and on whichever page. */
export interface Survey {
  /** Those that pass the filters, the sizes of a style next to each other. */
  items: Pick<Candidates, 'length' | 'slots' | 'scores'>;
  /** How many they are, where a style counts once. */
  total: number;
  /** False: nothing was asked in words, so that scores say only how good the items are. */
  wasScored: boolean;
  /** Every word of the catalog that the query may have meant. */
  words: ReadonlySet<string>;
  facets: SearchFacets;
  didYouMean: string | null;
  fallback: SearchFallback;
}

export interface Surveyed extends Searched {
  rules: SearchRules;
  synonyms: Synonyms;
}

/** `items` are the scratch's own, so they hold until the next search only. */
export function surveyOf(
  text: string,
  filters: SearchFilters,
  { store, scratch, rules, synonyms, ignored }: Surveyed,
): Survey {
  const parsed = parseQuery(text, synonyms, ignored);
  const { candidates, expansions, fallback, sieve } = find(parsed, filters, { store, scratch, ignored });
  gatherStyles(candidates, store);
  const facets = new FacetCounter(rules, store);
  candidates.keep((slot) => {
    const failed = sieve(slot);
    facets.count(slot, failed);
    return failed === 0;
  });
  return {
    items: candidates,
    total: countStyles(candidates, store),
    wasScored: expansions.length > 0,
    words: matchedWords(expansions),
    facets: facets.facets(),
    didYouMean: fallback === 'none' ? didYouMean(parsed, expansions, candidates, store) : null,
    fallback,
  };
}

/** Only where some item has all words: those of a suggestion occur together in the best of them. */
function didYouMean(parsed: ParsedQuery, expansions: Expansion[], candidates: Candidates, store: Store): string | null {
  if (!expansions.some(({ corrections }) => corrections.length > 0)) return null;
  const best = mostRelevant(candidates, store);
  return best === undefined ? null : suggestionOf(parsed, expansions, store.entries[best]!, best);
}

/** The slot of the best one, whatever the page, the sort and the taste; undefined when there is none. */
function mostRelevant({ slots, scores, length }: Candidates, { entries }: Store): number | undefined {
  const keyOf = (at: number): string => entries[slots[at]!]!.document.key;
  let best = 0;
  for (let at = 1; at < length; at += 1) {
    if (scores[at]! < scores[best]!) continue;
    if (scores[at]! > scores[best]! || keyOf(at) < keyOf(best)) best = at;
  }
  return length === 0 ? undefined : slots[best];
}
