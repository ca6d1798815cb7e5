/** Neither control characters (a NUL would break Postgres) nor half of a surrogate pair (which is no text at all). */
export const printable = /^[^\p{Cc}\p{Cs}]*$/u;
/** The same, with line breaks and tabs. */
export const printableLines = /^(?:[^\p{Cc}\p{Cs}]|[\n\r\t])*$/u;

/**
 * The same rules as generators, fuzzers and other languages can read them: without property escapes, and so without the
 * rule on surrogates, which the server keeps.
 */
export const plainPatterns: readonly (readonly [full: string, plain: string])[] = [
  [printable.source, '^[^\\x00-\\x1f\\x7f-\\x9f]*$'],
  [printableLines.source, '^(?:[^\\x00-\\x1f\\x7f-\\x9f]|[\\n\\r\\t])*$'],
];
