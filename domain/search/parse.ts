import { type Token, tokensOf } from './fold';
import type { Synonyms, Unit } from './synonyms';

/** More is not read: no question that a person has is longer. */
const longestText = 512;
const mostWords = 32;
/** `"..."` and what people's keyboards make of it. */
const quotes = /["“”„«»]/u;
/** Characters that are no text; those that only direct how text is shown (format characters) are passed over word by word. */
const controls = /[\p{Cc}\p{Cs}\p{Co}\p{Cn}]/gu;

export interface ParsedQuery {
  /** What was read of it; ranges of tokens are of this text. */
  text: string;
  units: Unit[];
  /** Words that must follow each other, of each pair of quotes. */
  phrases: string[][];
}

/**
 * Reads a query. Work is bounded: 512 characters, 32 words. A quote that is not closed is none: it may still be typed.
 * Words of `ignored` do not count beside others.
 */
export function parseQuery(typed: string, synonyms: Synonyms, ignored: ReadonlySet<string>): ParsedQuery {
  // A half of a surrogate pair at the cut is a character that nobody typed; it goes with the control characters.
  const text = typed.slice(0, longestText).replace(controls, ' ').trim();
  const units: Unit[] = [];
  const phrases: string[][] = [];
  const known = new Set<string>();
  let read = 0;
  for (const { start, end, isQuoted } of parts(text)) {
    const tokens = tokensOf(text.slice(start, end))
      .slice(0, mostWords - read)
      .map((token) => ({ ...token, start: token.start + start, end: token.end + start }));
    read += tokens.length;
    if (isQuoted && tokens.length > 0) phrases.push(tokens.map(({ word }) => word));
    for (const unit of isQuoted ? tokens.map(quoted) : synonyms.unitsOf(tokens)) {
      const words = unit.tokens.map(({ word }) => word).join(' ');
      if (!known.has(words)) units.push(unit);
      known.add(words);
    }
  }
  const last = units.at(-1);
  if (last) last.isLast = true;
  const counting = units.filter(
    ({ tokens, isQuoted }) => isQuoted || tokens.length > 1 || !ignored.has(tokens[0]!.word),
  );
  return { text, units: counting.length > 0 ? counting : units, phrases };
}

const quoted = (token: Token): Unit => ({ tokens: [token], isLast: false, isQuoted: true, synonyms: [] });

/** The text between quotes, and around them. A quote begins before a word and ends behind one: `18" balloon` has none. */
function parts(text: string): { start: number; end: number; isQuoted: boolean }[] {
  const found: { start: number; end: number; isQuoted: boolean }[] = [];
  let start = 0;
  let opened = -1;
  for (let at = 0; at < text.length; at += 1) {
    if (!quotes.test(text[at]!)) continue;
    if (opened === -1 && isSpace(text[at - 1])) opened = at;
    else if (opened !== -1 && isSpace(text[at + 1])) {
      if (opened > start) found.push({ start, end: opened, isQuoted: false });
      found.push({ start: opened + 1, end: at, isQuoted: true });
      start = at + 1;
      opened = -1;
    }
  }
  if (start < text.length) found.push({ start, end: text.length, isQuoted: false });
  return found;
}

const isSpace = (character: string | undefined): boolean => character === undefined || character.trim() === '';
