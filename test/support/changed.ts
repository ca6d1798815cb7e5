/** The text with one change, which must hit: otherwise a test of what is wrong then would prove nothing. */
export function changed(text: string, from: string | RegExp, to: string): string {
  const result = text.replace(from, to);
  expect(result).not.toBe(text);
  return result;
}
