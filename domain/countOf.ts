/** `1 row`, `2 rows`: a number with its noun, so that both agree. */
export const countOf = (count: number, noun: string, plural = `${noun}s`): string =>
  `${count} ${count === 1 ? noun : plural}`;
