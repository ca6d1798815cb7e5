import { keepChangeBuckets, lockChangeBuckets } from '#db/subscriptions/changeLimits';
import { readProgram } from '#db/catalog/programs';
import { countLiveSubscriptions, lockSignUps } from '#db/subscriptions/signUp';
import type { SubscriptionRead } from '#db/subscriptions/subscriptionReads';
import type { Queryable } from '#db/pool';
import { limitsOf } from '#domain/limits/rules';
import { takeChange } from '#domain/limits/takeChange';
import type { ChangeLimit } from '#domain/limits/types';
import type { Program } from '#domain/program/types';
import type { Asker } from '../context';
import { Refusal } from '../refusal';
import { countOf } from '#domain/countOf';

const spans: Record<ChangeLimit, string> = { changesPerMinute: 'a minute', changesPerDay: 'a day' };

/**
 * Counts a change of a subscription in the transaction that claims its key, so that a change counts once however often
 * it is sent. Operators are not limited: they mend what others have filled. @throws Refusal `TooManyChanges`
 */
export async function admitChange(
  tx: Queryable,
  caller: Pick<Asker, 'role'>,
  { id, programId }: Pick<SubscriptionRead, 'id' | 'programId'>,
  nowMs: number,
): Promise<void> {
  if (caller.role === 'operator') return;
  const program = await readProgram(tx, programId);
  const limits = limitsOf(program ?? {});
  const verdict = takeChange(await lockChangeBuckets(tx, id), limits, nowMs);
  if ('taken' in verdict) return keepChangeBuckets(tx, id, verdict.taken);
  const { limit, waitMs } = verdict;
  const seconds = Math.ceil(waitMs / 1000);
  throw new Refusal(
    'TooManyChanges',
    `a subscription takes ${countOf(limits[limit], 'change')} ${spans[limit]}; nothing was changed, and the next one is taken ` +
      `in ${seconds} s (cancel, pause and skip are always taken)`,
    { retryAfterSeconds: seconds, members: { rule: limit, limit: limits[limit] } },
  );
}

/**
 * Refuses who has as many subscriptions of a program as one may have, before anything is written and without a lock: of
 * a flood, what is too much holds up nobody. @throws Refusal `TooManySubscriptions`
 */
export async function admitSignUp(tx: Queryable, customerId: string, program: Program): Promise<void> {
  if ((await countLiveSubscriptions(tx, customerId, program.id)) >= limitsOf(program).subscriptionsPerCustomer) {
    throw tooManySubscriptions(program);
  }
}

/**
 * Counts again once the subscription is written, for sign-ups that come at once: from here to the end of the transaction
 * they go one after the other, so it comes last. @throws Refusal `TooManySubscriptions`
 */
export async function confirmSignUp(tx: Queryable, customerId: string, program: Program): Promise<void> {
  await lockSignUps(tx, customerId, program.id);
  if ((await countLiveSubscriptions(tx, customerId, program.id)) > limitsOf(program).subscriptionsPerCustomer) {
    throw tooManySubscriptions(program);
  }
}

function tooManySubscriptions(program: Program): Refusal {
  const { subscriptionsPerCustomer: limit } = limitsOf(program);
  return new Refusal(
    'TooManySubscriptions',
    `a customer may have ${countOf(limit, 'uncancelled subscription')} of ${program.id}; cancel one first`,
    { members: { rule: 'subscriptionsPerCustomer', limit } },
  );
}
