import { subscription } from '#contract/subscription';
import type { ApiClient } from '../http/client';
import { personOf } from './people';
import type { CustomerPlan } from './plan';
import { randomOf } from './random';
import { type DemoRun, type Session, tell } from './session';

export interface NewCustomer {
  index: number;
  /** Subject of the customer's token. */
  customerId: string;
  api: ApiClient;
  plan: CustomerPlan;
  seed: number;
}

/** One customer signs up, as anybody would. */
export async function signUp(run: DemoRun, { index, customerId, api, plan, seed }: NewCustomer): Promise<Session> {
  const { program, clock } = run;
  const random = randomOf(seed, 'person', index);
  const { name: fullName, place, planId, likes, dislikes, ageYears } = personOf(program, random);
  const addressLine1 = `${1 + Math.floor(random.next() * 150)} ${place.street}`;
  const created = await api.send({
    method: 'POST',
    path: '/v1/subscriptions',
    answer: subscription,
    body: {
      programId: program.id,
      planId,
      email: `${customerId}@example.com`,
      zone: place.zone,
      address: {
        name: fullName,
        line1: addressLine1,
        city: place.city,
        postalCode: place.postalCode,
        country: place.country,
      },
      // A card of the partner simulator that is always good.
      paymentToken: `tok_ok_${customerId}`,
      preferences: { likes, dislikes, ...(ageYears === null ? {} : { ageYears }) },
      testClockId: clock.id,
    },
  });
  run.acknowledged.push({ kind: 'signUp', subscriptionId: created.id, addressLine1 });
  const name = `cus_${String(index + 1).padStart(2, '0')}`;
  const session = { run, name, api, subscriptionId: created.id, plan, place, random, standing: new Set<string>() };
  tell(session, `${fullName} of ${place.city} signed up for ${program.title} (${planId}): ${wishes(likes, dislikes)}`);
  return session;
}

function wishes(likes: string[], dislikes: string[]): string {
  return [`likes ${likes.join(', ')}`, ...(dislikes.length > 0 ? [`not ${dislikes.join(', ')}`] : [])].join('; ');
}
