/** Accents and vowel points, which people leave out when they type: of Latin, Greek, Cyrillic, Hebrew and Arabic. */
const leftOut =
  /[\u0300-\u036f]|[\u0483-\u0487]|[\u0591-\u05bd]|\u05bf|[\u05c1\u05c2]|[\u05c4\u05c5]|\u05c7|[\u0610-\u061a]|\u0640|[\u064b-\u065f]|\u0670/g;

/** Letters that Unicode does not take apart, as people without them on their keyboard type them. */
const spelledOut: Record<string, string> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  đ: 'd',
  ð: 'd',
  ħ: 'h',
  ı: 'i',
  ł: 'l',
  þ: 'th',
  ς: 'σ',
};

/** What each character beyond ASCII becomes; bounded by the characters that catalogs and queries use. */
const folded = new Map<string, string>();
const rememberedCharacters = 20_000;

/**
 * One character as it is compared: compatibility forms taken apart (NFKD: `ﬁ` is `fi`, `Ｌ` is `l`), lower case, no
 * accents. Character by character, so that a match can be shown in the original text.
 */
function foldCharacter(character: string): string {
  const known = folded.get(character);
  if (known !== undefined) return known;
  const lower = character.normalize('NFKD').toLowerCase().replace(leftOut, '');
  const result = spelledOut[lower] ?? lower;
  if (folded.size >= rememberedCharacters) folded.clear();
  folded.set(character, result);
  return result;
}

/** A word of a text, and where it stands there: `[start, end)` in UTF-16 units. */
export interface Token {
  word: string;
  start: number;
  end: number;
  /** It follows the one before it without a space: `Spider-Man`. */
  isJoined: boolean;
}

const isWordCharacter = /[\p{L}\p{N}\p{M}]/u;
/** Symbols that are words of their own, and scripts that put no spaces between words. */
const standsAlone = /[\p{Extended_Pictographic}\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u;
/** Inside a word they are passed over: apostrophes, and characters that only direct how text is shown. */
const passedOver = /['’‘ʼ`´\p{Cf}]/u;
/** No word is longer; what comes after is not compared. It bounds what one can cost. */
const longestWord = 48;

type Kind = 'space' | 'joint' | 'passed over' | 'word' | 'alone';

const kinds = new Map<string, Kind>();

function kindOf(character: string): Kind {
  const known = kinds.get(character);
  if (known !== undefined) return known;
  const kind = classify(character);
  if (kinds.size >= rememberedCharacters) kinds.clear();
  kinds.set(character, kind);
  return kind;
}

function classify(character: string): Kind {
  if (/[0-9]/.test(character)) return 'word';
  if (standsAlone.test(character)) return 'alone';
  if (isWordCharacter.test(character)) return 'word';
  if (passedOver.test(character)) return 'passed over';
  return character === '-' || character === '‐' || character === '‑' || character === '.' ? 'joint' : 'space';
}

/** The words of a text, folded, in its order. Everything else (control characters, punctuation) only separates them. */
export function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  let current: Token | undefined;
  let joined = false;
  let at = 0;
  for (const character of text) {
    const end = at + character.length;
    const kind = kindOf(character);
    if (kind === 'word') {
      const isNew: boolean = current === undefined;
      if (current === undefined) current = { word: '', start: at, end, isJoined: joined };
      if (current.word.length < longestWord) current.word += foldCharacter(character);
      current.end = end;
      if (isNew) tokens.push(current);
      joined = false;
    } else if (kind === 'alone') {
      for (const part of foldCharacter(character)) tokens.push({ word: part, start: at, end, isJoined: false });
      current = undefined;
      joined = false;
    } else if (kind !== 'passed over') {
      joined = kind === 'joint' && current !== undefined;
      current = undefined;
    }
    at = end;
  }
  return tokens.filter(({ word }) => word !== '');
}

/** The words of a text as they are compared. */
export const foldedWords = (text: string): string[] => tokensOf(text).map(({ word }) => word);
