/** Room for what a client may want to add to an event; more belongs elsewhere. */
export const maxDataCharacters = 2_000;

/** NUL, and a surrogate without its other half, as JSON escapes them: jsonb takes neither. */
const unstorable = /(?<!\\)(?:\\\\)*\\u(?:0000|d[89a-f])/;

/** Can this be a value of jsonb, and is it small enough? */
export function isStorable(value: unknown): boolean {
  const json = jsonOf(value);
  return json !== null && json.length <= maxDataCharacters && !unstorable.test(json);
}

/** As JSON; null when it is nested so deeply that nothing should touch it. */
export function jsonOf(value: unknown): string | null {
  try {
    return JSON.stringify(value) ?? 'null';
  } catch (error) {
    if (error instanceof RangeError) return null; // the call stack's end
    throw error;
  }
}
