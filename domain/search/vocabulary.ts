import SearchableMap from 'minisearch/SearchableMap';
import { Postings } from './postings';
import { isOneTypoAway } from './typos';

/** A word of the catalog. One object as long as any item has it, so that words are compared by identity. */
export interface Term {
  word: string;
  postings: Postings;
}

/** A word of the catalog that a typed one may stand for. */
export interface Variant {
  term: Term;
  /** How sure that is: 1 for the word itself. */
  quality: number;
}

/** Beginnings of fewer letters stand for too many words to be corrected, or to be taken for another word's beginning. */
const shortestWithTypos = 4;
const shortestWithTwoTypos = 8;
/** Words that a beginning may stand for: the most frequent ones. */
const mostCompletions = 400;
const mostCorrections = 60;
const rememberedExpansions = 5_000;

const hasLetter = /\p{L}/u;

/**
 * The words of a catalog, in MiniSearch's radix tree: it finds beginnings and typos. What it finds is put in an order that
 * does not depend on when a word came in.
 */
export class Vocabulary {
  private readonly tree = new SearchableMap<Term>();
  /** The same words; a tree takes ten times as long to find one that is spelled right. */
  private readonly terms = new Map<string, Term>();
  private readonly completed = new Map<string, Variant[]>();
  private readonly corrected = new Map<string, Variant[]>();
  private readonly correctedTwice = new Map<string, Variant[]>();

  get(word: string): Term | undefined {
    return this.terms.get(word);
  }

  /** The word's term, which is made when the catalog did not have it. */
  add(word: string, slot: number, fields: number): Term {
    let term = this.terms.get(word);
    if (!term) {
      term = { word, postings: new Postings() };
      this.terms.set(word, term);
      this.tree.set(word, term);
    }
    term.postings.add(slot, fields);
    return term;
  }

  remove(word: string, slot: number): void {
    const term = this.terms.get(word);
    if (!term) return;
    term.postings.remove(slot);
    if (term.postings.length > 0) return;
    this.terms.delete(word);
    this.tree.delete(word);
  }

  /** What was remembered of the words is outdated once items have changed. */
  forget(): void {
    this.completed.clear();
    this.corrected.clear();
    this.correctedTwice.clear();
  }

  /** Longer words that begin with this one, the most frequent first; the nearer in length, the surer. */
  completions(beginning: string): Variant[] {
    return remember(this.completed, beginning, () =>
      [...this.tree.atPrefix(beginning)]
        .map(([, term]) => term)
        .filter(({ word }) => word !== beginning)
        .sort(byFrequency)
        .slice(0, mostCompletions)
        .map((term) => ({ term, quality: 0.7 + (0.2 * beginning.length) / term.word.length })),
    );
  }

  /**
   * Words that this one may be a typo of: one letter wrong, missing, too many, or two swapped. `upTo` 2: when there is no
   * such word, two typos in a long one, which takes several times as long to look for.
   */
  corrections(word: string, upTo: 1 | 2): Variant[] {
    if (word.length < shortestWithTypos) return [];
    const near = remember(this.corrected, word, () => this.within(word, 1));
    if (near.length > 0 || upTo === 1 || word.length < shortestWithTwoTypos || !hasLetter.test(word)) return near;
    return remember(this.correctedTwice, word, () => this.within(word, 2));
  }

  private within(word: string, distance: number): Variant[] {
    const found = new Map<string, Term>();
    for (const [each, [term, edits]] of this.tree.fuzzyGet(word, distance)) if (edits > 0) found.set(each, term);
    for (const swapped of swaps(word)) {
      const term = this.terms.get(swapped);
      if (term) found.set(swapped, term);
    }
    return [...found.values()]
      .sort(byFrequency)
      .slice(0, mostCorrections)
      .map((term) => ({ term, quality: correctionQuality(word, term.word) }));
  }
}

/** People rarely mistype the first letter. */
function correctionQuality(typed: string, word: string): number {
  const base = isOneTypoAway(typed, word) ? 0.8 : 0.6;
  return typed[0] === word[0] ? base : base - 0.1;
}

const byFrequency = (one: Term, other: Term): number =>
  other.postings.length - one.postings.length || (one.word < other.word ? -1 : 1);

function* swaps(word: string): Generator<string> {
  for (let at = 0; at + 1 < word.length; at += 1) {
    if (word[at] !== word[at + 1]) yield word.slice(0, at) + word[at + 1]! + word[at]! + word.slice(at + 2);
  }
}

function remember(memory: Map<string, Variant[]>, word: string, find: () => Variant[]): Variant[] {
  const known = memory.get(word);
  if (known) return known;
  const found = find();
  if (memory.size >= rememberedExpansions) memory.clear();
  memory.set(word, found);
  return found;
}
