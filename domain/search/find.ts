import type { Candidates } from './candidates';
import { type Expansion, expandAll } from './expand';
import { type Sieve, sieveOf } from './filters';
import type { ParsedQuery } from './parse';
import type { Unit } from './synonyms';
import { containsInOrder } from './phrases';
import { candidatesOf } from './relevance';
import type { Scratch } from './scratch';
import type { Store } from './store';
import type { SearchFallback, SearchFilters } from './types';

/** What is searched, and with what. */
export interface Searched {
  store: Store;
  scratch: Scratch;
  /** Words that an item need not have. */
  ignored: ReadonlySet<string>;
}

/** What was found, before it is ordered. */
export interface Matches {
  /** Also those that a filter leaves out: facets count them. */
  candidates: Candidates;
  expansions: Expansion[];
  fallback: SearchFallback;
  sieve: Sieve;
}

/**
 * Each step only when the one before found nothing that passes the filters: all words as they were typed, with typos, most
 * of the words, what is popular; and what is popular of all items, where the filters leave nothing at all. Without words
 * everything was asked for.
 */
export function find(
  { units, phrases }: ParsedQuery,
  filters: SearchFilters,
  { store, scratch, ignored }: Searched,
): Matches {
  const sieve = sieveOf(filters, store);
  const passes = (slot: number): boolean => sieve(slot) === 0;
  const hasPhrases = (slot: number): boolean => phrases.every((words) => containsInOrder(store.entries[slot]!, words));
  if (units.length > 0) {
    let expansions: Expansion[] = [];
    for (const reading of ['strict', 'typos'] as const) {
      expansions = expandAll(
        reading === 'strict' ? units : units.flatMap(wordsApart),
        reading,
        store.vocabulary,
        ignored,
      );
      if (!expansions.every(isPossible)) continue;
      const candidates = candidatesOf(expansions, store, scratch, 'all');
      if (phrases.length > 0) candidates.keep(hasPhrases);
      if (candidates.some(passes)) return { candidates, expansions, fallback: 'none', sieve };
    }
    const relaxed = candidatesOf(expansions, store, scratch, { mostOf: passes });
    if (relaxed.some(passes)) return { candidates: relaxed, expansions, fallback: 'relaxed', sieve };
  }

  const candidates = everything(store, scratch);
  const all = { candidates, expansions: [] };
  if (candidates.some(passes)) return { ...all, fallback: units.length > 0 ? 'popular' : 'none', sieve };
  return { ...all, fallback: store.size > 0 ? 'popular' : 'none', sieve: () => 0 };
}

/** A phrase that has synonyms but finds nothing is a few words like any others. */
function wordsApart(unit: Unit): Unit[] {
  if (unit.tokens.length === 1) return [unit];
  return unit.tokens.map((token, at) => ({
    tokens: [token],
    isLast: unit.isLast && at === unit.tokens.length - 1,
    isQuoted: false,
    synonyms: [],
  }));
}

const isPossible = ({ variants, phrases }: Expansion): boolean => variants.length > 0 || phrases.length > 0;

function everything({ entries, size, columns }: Store, { candidates: found }: Scratch): Candidates {
  found.clear(size);
  entries.forEach((entry, slot) => {
    if (entry) found.add(slot, columns.quality[slot]!);
  });
  return found;
}
