import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { attention } from '#cli/ops/actions';
import { connectOperator } from '#cli/ops/connect';
import { expectNoFault } from '../support/docs/pageTests';
import type { Reader } from '../support/docs/reader';
import { waitFor } from '../support/waitFor';

const withId = z.looseObject({ id: z.string() });

/** Two days, which the first box takes, in 17 seconds; the 90 days that it is parked at most in 13 minutes. */
const speed = 10_000;
const brief = { openDays: 1, shipDaysAfterCutoff: 0, parkedDays: 90 };

/**
 * What the runbook is read for: some shipments that are parked, because nobody can deliver to their address. The sample
 * program that they are of parks soon and for long.
 */
export async function parkShipments(reader: Reader, count: number): Promise<void> {
  const { directory, environment } = reader.checkout;
  let text = readFileSync(join(directory, 'programs', 'stem-toys.yaml'), 'utf8');
  for (const [key, value] of Object.entries(brief))
    text = text.replace(new RegExp(`^(  ${key}: )\\d+$`, 'm'), `$1${value}`);
  // A program's file has its name.
  mkdirSync(join(directory, 'brief'));
  writeFileSync(join(directory, 'brief', 'stem-toys.yaml'), text);
  const published = await reader.type('npm run --silent everbox -- program publish brief/stem-toys.yaml');
  expectNoFault(published);

  const api = await connectOperator(environment);
  const programId = 'stem-toys';
  const clock = await api.send({
    method: 'POST',
    path: '/v1/ops/test-clocks',
    body: { programId, speed },
    answer: withId,
  });
  for (let n = 1; n <= count; n += 1) {
    const body = { ...signUp, programId, customerId: `parked_${n}`, testClockId: clock.id };
    await api.send({ method: 'POST', path: '/v1/subscriptions', body, answer: withId });
  }
  await waitFor(`${count} parked shipments`, async () =>
    (await attention(api)).filter(({ phase }) => phase === 'parked').length >= count ? true : undefined,
  );
}

const signUp = {
  planId: 'monthly',
  email: 'person@example.com',
  zone: 'Europe/London',
  address: { name: 'A Person', line1: 'UNDELIVERABLE', city: 'London', postalCode: 'N1 1AA', country: 'GB' },
  paymentToken: 'tok_ok',
  preferences: { ageYears: 6, likes: [], dislikes: [] },
};
