/** What a cell of a merchant's file came to: a value, or why it has none. */
export type Cell<T> = { ok: true; value: T } | { ok: false; reason: string };

export const valid = <T>(value: T): Cell<T> => ({ ok: true, value });
export const invalid = (reason: string): Cell<never> => ({ ok: false, reason });
