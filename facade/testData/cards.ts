/** What a test card does. `declinesFirst`: so many different keys are declined, later ones are charged. */
export type TestCard =
  | { kind: 'charges' }
  | { kind: 'declines'; reason: 'cardDeclined' | 'unknownToken' }
  | { kind: 'declinesFirst'; keys: number };

/** Test cards: `tok_ok…` charges, `tok_declined…` declines, `tok_declined_2_…` declines its first two keys. */
export function testCard(token: string): TestCard {
  if (token.startsWith('tok_ok')) return { kind: 'charges' };
  if (!token.startsWith('tok_declined')) return { kind: 'declines', reason: 'unknownToken' };
  const keys = /^tok_declined_(\d{1,4})_/.exec(token)?.[1];
  return keys === undefined
    ? { kind: 'declines', reason: 'cardDeclined' }
    : { kind: 'declinesFirst', keys: Number(keys) };
}
