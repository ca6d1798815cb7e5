import { foldedWords, type Token } from './fold';

/** One thing that was asked for: a word, or a phrase that means the same as others. */
export interface Unit {
  tokens: Token[];
  /** The last one that was typed may go on. */
  isLast: boolean;
  /** Stands in quotes: exactly this word, and the phrase it belongs to. */
  isQuoted: boolean;
  /** What else it may be called, by its program: sequences of words. */
  synonyms: string[][];
}

/** A program's groups of words and phrases that mean the same. */
export class Synonyms {
  /** By a phrase of a group, its words joined by a space: the other phrases of its groups. */
  private readonly others = new Map<string, string[][]>();
  private readonly longest: number;

  constructor(groups: string[][]) {
    let longest = 1;
    for (const group of groups) {
      const phrases = group.map(foldedWords).filter((words) => words.length > 0);
      for (const phrase of phrases) {
        const key = phrase.join(' ');
        const others = phrases.filter((other) => other.join(' ') !== key);
        this.others.set(key, [...(this.others.get(key) ?? []), ...others]);
        longest = Math.max(longest, phrase.length);
      }
    }
    this.longest = longest;
  }

  /** The words as units: the longest phrase that has synonyms is one, every other word stands alone. */
  unitsOf(tokens: Token[]): Unit[] {
    const units: Unit[] = [];
    for (let at = 0; at < tokens.length;) {
      const unit = this.unitAt(tokens, at);
      units.push(unit);
      at += unit.tokens.length;
    }
    return units;
  }

  private unitAt(tokens: Token[], at: number): Unit {
    for (let length = Math.min(this.longest, tokens.length - at); length > 0; length -= 1) {
      const span = tokens.slice(at, at + length);
      const synonyms = this.others.get(span.map(({ word }) => word).join(' '));
      if (synonyms) return { tokens: span, isLast: false, isQuoted: false, synonyms };
    }
    return { tokens: [tokens[at]!], isLast: false, isQuoted: false, synonyms: [] };
  }
}
