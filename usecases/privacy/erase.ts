import type { Queryable } from '#db/pool';
import { changeCustomerSettings } from '#db/subscriptions/customerSettings';
import { deleteLearned, emptySurveys, markErased, stripCycles } from '#db/privacy/erasure';
import { forgetRankings } from '#db/privacy/forgetting';
import { putInOutbox } from '#db/outbox/outbox';

/**
 * Erases what was learned of a customer, in the caller's transaction: all of it or nothing. The marks come first, so that
 * whoever writes events after this commits keeps none; what a transaction beside this one keeps all the same is
 * swept up by the workflow that the outbox starts. Returns the moment, wall ms.
 */
export async function eraseCustomer(tx: Queryable, customerId: string): Promise<number> {
  await changeCustomerSettings(tx, customerId, { personalization: false, surveysOptedOut: true });
  const erasedAtMs = await markErased(tx, customerId);
  await deleteLearned(tx, customerId, 'infinity');
  await stripCycles(tx, customerId);
  for (const waiting of await emptySurveys(tx, customerId)) await putInOutbox(tx, 'stopSurvey', waiting);
  await forgetRankings(tx, customerId);
  await putInOutbox(tx, 'eraseCustomer', { customerId, erasedAtMs });
  return erasedAtMs;
}
