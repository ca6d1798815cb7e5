import { testData } from '#facade/testData/table';
import type { KnownStack } from '#dev/stack/runningStack';

/** A body that the API takes as it stands, for a program that every checkout has. */
const signUp = JSON.stringify({
  programId: 'coffee-club',
  planId: 'fortnightly',
  email: 'ada@example.com',
  zone: 'Europe/Berlin',
  address: { name: 'Ada', line1: 'Hauptstr. 1', city: 'Berlin', postalCode: '10115', country: 'DE' },
  paymentToken: 'tok_ok_ada',
  preferences: { likes: ['espresso'], dislikes: [] },
});

/** A terminal's output is kept, copied and shown; the password, also one of a query, stays where it is stored. */
export function withoutPassword(databaseUrl: string): string {
  const url = new URL(databaseUrl);
  url.password = '';
  url.searchParams.delete('password');
  return url.href;
}

/** What a person needs once everything is up: where things are, and what to try next. */
export function summary(stack: KnownStack, seconds: number): string {
  const { apiUrl, temporalUiUrl, temporalAddress, simulatorUrl, databaseUrl } = stack;
  return `
Everbox is up after ${seconds.toFixed(1)} s.

  API                ${apiUrl}
  API guide          ${apiUrl}/docs
  Temporal UI        ${temporalUiUrl ?? `(of the Temporal at ${temporalAddress})`}
  Partner simulator  ${simulatorUrl}
  Postgres           ${withoutPassword(databaseUrl)}  (npm run --silent everbox -- psql opens it)

Try next, in another terminal:

  # a customer signs up
  TOKEN=$(npm run --silent everbox -- token --role customer --subject ada)
  curl -sS ${apiUrl}/v1/subscriptions -H "Authorization: Bearer $TOKEN" -H "Idempotency-Key: $(date +%s)" \\
    -H 'Content-Type: application/json' -d '${signUp}'

  # what Everbox picked for the first cycle (put the id from above)
  curl -sS ${apiUrl}/v1/subscriptions/ID/cycles/1 -H "Authorization: Bearer $TOKEN"

  # months of cycles in a minute
  npm run --silent everbox -- demo --customers 20 --cycles 3

What partners can be made to do (more in docs/simulator.md):

${testDataLines()}

Ctrl-C stops everything; what is stored is there at the next start.`;
}

/** The table of test data, a line each. */
function testDataLines(): string {
  const data = Object.values(testData);
  const widthOf = (cells: string[]): number => Math.max(...cells.map(({ length }) => length));
  const [fieldWidth, textWidth] = [widthOf(data.map(({ field }) => field)), widthOf(data.map(({ text }) => text))];
  return data
    .map(({ field, text, does }) => {
      return `  ${field.padEnd(fieldWidth)}  ${text.padEnd(textWidth)}  ${does.replaceAll('`', '')}`;
    })
    .join('\n');
}
