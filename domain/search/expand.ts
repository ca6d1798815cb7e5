import type { Unit } from './synonyms';
import type { Term, Variant, Vocabulary } from './vocabulary';

/** How far a query is read: as it stands, or with typos in every word. */
export type Reading = 'strict' | 'typos';

/** What may stand for a unit of the query. */
export interface Expansion {
  unit: Unit;
  /** The word itself, when the catalog has it. */
  exact: Term | undefined;
  variants: Variant[];
  /** Words that must follow each other, each group in place of the unit. */
  phrases: { terms: Term[]; quality: number }[];
  /** Those of the variants for which the word was taken for a typo; none when the catalog has it. */
  corrections: Variant[];
}

const plural = 0.95;
const synonym = 0.85;
const compound = 0.9;
/** A word that is typed in full is less likely to be the beginning of another one. */
const beginningWithin = 0.85;
const shortestBeginningWithin = 3;
/** Looking for typos is most of what a query costs: words after these are taken as they stand. */
const mostCorrectedUnits = 12;
/** Longer queries find what they mean by their other words. */
const mostUnitsWithTwoTypos = 5;

/** No word is taken for a typo of an `ignored` one: an item need not have those, whatever was typed. */
export function expandAll(
  units: Unit[],
  reading: Reading,
  vocabulary: Vocabulary,
  ignored: ReadonlySet<string>,
): Expansion[] {
  return units.map((unit, at) => {
    const typos = at >= mostCorrectedUnits ? 0 : units.length > mostUnitsWithTwoTypos ? 1 : 2;
    const expansion = expand(unit, reading, typos, vocabulary, ignored);
    for (const neighbour of [units[at - 1], units[at + 1]]) {
      const joined = neighbour && joinedWord(...inOrder(unit, neighbour));
      const term = joined === undefined ? undefined : vocabulary.get(joined);
      if (term) expansion.variants.push({ term, quality: compound });
    }
    return expansion;
  });
}

/** `typos`: how many of them a word may have at most. */
function expand(
  unit: Unit,
  reading: Reading,
  typos: 0 | 1 | 2,
  vocabulary: Vocabulary,
  ignored: ReadonlySet<string>,
): Expansion {
  const found: Expansion = { unit, exact: undefined, variants: [], phrases: [], corrections: [] };
  const words = unit.tokens.map(({ word }) => word);
  addSequence(found, words, 1, vocabulary);
  for (const other of unit.synonyms) addSequence(found, other, synonym, vocabulary);
  const [word] = words;
  if (words.length > 1 || word === undefined) return found;

  found.exact = vocabulary.get(word);
  if (unit.isQuoted) return found;
  for (const other of otherNumber(word)) addSequence(found, [other], plural, vocabulary);
  if (unit.isLast) found.variants.push(...vocabulary.completions(word));
  else if (word.length >= shortestBeginningWithin) {
    for (const { term, quality } of vocabulary.completions(word)) {
      found.variants.push({ term, quality: quality * beginningWithin });
    }
  }
  const isUnknown = found.variants.length === 0;
  if (isUnknown) addHalves(found, word, vocabulary);
  if (typos !== 0 && (reading === 'typos' || isUnknown)) {
    const corrections = vocabulary.corrections(word, typos).filter(({ term }) => !ignored.has(term.word));
    found.variants.push(...corrections);
    if (!found.exact) found.corrections = corrections;
  }
  return found;
}

function addSequence(found: Expansion, words: string[], quality: number, vocabulary: Vocabulary): void {
  const terms = words.map((word) => vocabulary.get(word));
  if (!terms.every((term) => term !== undefined)) return;
  if (terms.length === 1) found.variants.push({ term: terms[0]!, quality });
  else found.phrases.push({ terms, quality });
}

/** `puzzles` for `puzzle` is found as a beginning; this is the way back. */
function otherNumber(word: string): string[] {
  if (word.length < 4 || !word.endsWith('s') || word.endsWith('ss')) return [];
  const stem = word.slice(0, -1);
  if (word.endsWith('ies')) return [stem, `${word.slice(0, -3)}y`];
  return word.endsWith('es') ? [stem, word.slice(0, -2)] : [stem];
}

/** `firetruck` is two words in most titles. */
function addHalves(found: Expansion, word: string, vocabulary: Vocabulary): void {
  for (let at = 3; at <= word.length - 3; at += 1) {
    addSequence(found, [word.slice(0, at), word.slice(at)], compound, vocabulary);
  }
}

const inOrder = (one: Unit, other: Unit): [Unit, Unit] =>
  one.tokens[0]!.start < other.tokens[0]!.start ? [one, other] : [other, one];

/** `spider man` is one word in some titles. */
function joinedWord(first: Unit, second: Unit): string | undefined {
  if (first.isQuoted || second.isQuoted || first.tokens.length > 1 || second.tokens.length > 1) return undefined;
  return first.tokens[0]!.word + second.tokens[0]!.word;
}
