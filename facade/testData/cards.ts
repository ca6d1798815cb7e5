import { testData } from './table';

/** What a test card does. `declinesFirst`: so many different keys are declined, later ones are charged. */
export type TestCard =
  | { kind: 'charges' }
  | { kind: 'declines'; reason: 'cardDeclined' | 'unknownToken' }
  | { kind: 'declinesFirst'; keys: number };

const declinesFirst = new RegExp(`^${testData.declinesFirst.text.replace('N', String.raw`(\d{1,4})`)}`);

/** The card of a token, by the table of test data. */
export function testCard(token: string): TestCard {
  if (token.startsWith(testData.charges.text)) return { kind: 'charges' };
  if (!token.startsWith(testData.declines.text)) return { kind: 'declines', reason: 'unknownToken' };
  const keys = declinesFirst.exec(token)?.[1];
  return keys === undefined
    ? { kind: 'declines', reason: 'cardDeclined' }
    : { kind: 'declinesFirst', keys: Number(keys) };
}
