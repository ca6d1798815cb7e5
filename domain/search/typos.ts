/** One letter wrong, missing or too many, or two neighbours swapped. */
export function isOneTypoAway(typed: string, word: string): boolean {
  if (Math.abs(typed.length - word.length) > 1) return false;
  let start = 0;
  while (start < typed.length && start < word.length && typed[start] === word[start]) start += 1;
  const typedRest = typed.slice(start);
  const rest = word.slice(start);
  return (
    typedRest.slice(1) === rest.slice(1) ||
    typedRest.slice(1) === rest ||
    typedRest === rest.slice(1) ||
    (typedRest[0] === rest[1] && typedRest[1] === rest[0] && typedRest.slice(2) === rest.slice(2))
  );
}
