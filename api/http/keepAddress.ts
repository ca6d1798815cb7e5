import { servingZone } from '#usecases/checkout/zone';
import type { LocatedAddress } from '#db/subscriptions/personalData';
import type { SubscriptionRead } from '#db/subscriptions/subscriptionReads';
import type { Program } from '#domain/program/types';
import { changeAddress } from '#workflows/subscription/messages';
import type { ApiContext } from './context';
import { Problem } from './problems';
import { changeSubscription } from './subscriptionUpdates';

/** Makes a staged address the subscription's own; false when the subscription has ended, and nothing was changed. */
export async function keepAddress(
  context: ApiContext,
  subscription: SubscriptionRead,
  { program, addressId, address }: { program: Program; addressId: string; address: LocatedAddress },
  updateId: string,
): Promise<boolean> {
  const zoneId = (await servingZone(context.db, program, address.location))?.id ?? null;
  try {
    await changeSubscription(context, subscription, changeAddress, updateId, { addressId, zoneId });
    return true;
  } catch (error) {
    if (error instanceof Problem && error.type === 'SubscriptionEnded') return false;
    throw error;
  }
}
