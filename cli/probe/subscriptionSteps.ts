import { z } from 'zod';
import { cycle } from '#contract/cycle';
import { program } from '#contract/program';
import { subscription, subscriptionChange } from '#contract/subscription';
import type { PublicCycle, PublicProgram } from '../demo/contract';
import { personOf } from '../demo/people';
import { randomOf } from '../demo/random';
import { type Journey, ProbeFault } from './journey';

const programList = z.object({ items: z.array(program) });

/** Signs the probe's customer up, as the program asks for it. Returns the subscription's ID. */
export async function signUp({ api, options, customerId }: Journey): Promise<{ program: PublicProgram; id: string }> {
  const { items } = await api.send({ method: 'GET', path: '/v1/programs', answer: programList });
  const found = items.find(({ id }) => id === options.programId);
  if (!found) throw new ProbeFault(`there is no program ${options.programId}`);
  const { place, planId, likes, ageYears } = personOf(found, randomOf(customerId));
  const { city, postalCode, country, street } = place;
  const body = {
    customerId,
    programId: found.id,
    planId,
    email: `${customerId}@example.com`,
    zone: place.zone,
    address: { name: 'Everbox Probe', line1: `1 ${street}`, city, postalCode, country },
    paymentToken: options.paymentToken,
    preferences: { likes, dislikes: [], ...(ageYears === null ? {} : { ageYears }) },
  };
  const created = await api.send({ method: 'POST', path: '/v1/subscriptions', body, answer: subscription });
  return { program: found, id: created.id };
}

/** The first cycle opens at sign-up; it must hold an item. */
export async function firstCycle(journey: Journey, subscriptionId: string): Promise<PublicCycle> {
  const path = `/v1/subscriptions/${subscriptionId}/cycles/1`;
  const opened = await journey.until(() => journey.api.send({ method: 'GET', path, answer: cycle }));
  if (!opened.selection) throw new ProbeFault('the first cycle holds no item');
  return opened;
}

/** Cancels, so that nothing is charged or sent for the subscription, and looks that it is so. */
export async function cancel({ api }: Journey, subscriptionId: string): Promise<void> {
  const path = `/v1/subscriptions/${subscriptionId}`;
  const body = { reason: 'the probe is over' };
  await api.send({ method: 'POST', path: `${path}/cancel`, body, answer: subscriptionChange });
  const { status } = await api.send({ method: 'GET', path, answer: subscription });
  if (status !== 'cancelled') throw new ProbeFault(`the subscription was cancelled, and reads ${status}`);
}
