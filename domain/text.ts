/** Neither control characters (a NUL would break Postgres) nor half of a surrogate pair (which is no text at all). */
export const printable = /^[^\p{Cc}\p{Cs}]*$/u;
/** The same, with line breaks and tabs. */
export const printableLines = /^(?:[^\p{Cc}\p{Cs}]|[\n\r\t])*$/u;
