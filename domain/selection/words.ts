/** `" lego city fire truck "`: lower case, words only, with a space at both ends so that whole words can be looked up. */
export function wordsOf(text: string): string {
  return ` ${text
    .toLowerCase()
    .replace(/['’]/g, '')
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean)
    .join(' ')} `;
}

/** A test for whole words (or phrases) of a merchant's list, in the singular or with a plural s: `car` finds `cars`, not `card`. */
export function matcherOf(match: string[]): (words: string) => boolean {
  const phrases = match.map((entry) => wordsOf(entry).trimEnd()).filter((phrase) => phrase.length > 1);
  return (words) => phrases.some((phrase) => words.includes(`${phrase} `) || words.includes(`${phrase}s `));
}
