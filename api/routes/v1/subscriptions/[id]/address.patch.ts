import { servingZone } from '#usecases/checkout/zone';
import { stageAddress } from '#db/subscriptions/staged';
import { changeAddress } from '#workflows/subscription/messages';
import { locatedAddress } from '#api/http/addresses';
import { endpoint } from '#api/http/endpoint';
import { customerRoles, ownSubscription } from '#api/http/ownership';
import { stagedId } from '#usecases/newIds';
import { checkRegion, requireProgram } from '#usecases/subscriptions/programRules';
import { idParams } from '#contract/common';
import { address, subscriptionChange } from '#contract/subscription';
import { changeSubscription } from '#api/http/subscriptionUpdates';

/**
 * Counts for the open cycle and all later ones; what was cut off goes to the old address. A courier that was chosen for
 * the open cycle stays while the same zone serves the new address; otherwise the answer shows a parcel again.
 */
export const changeAddressEndpoint = endpoint({
  method: 'patch',
  path: '/v1/subscriptions/{id}/address',
  tag: 'customer',
  summary: 'Replace the address',
  access: customerRoles,
  params: idParams,
  body: address,
  responses: { 200: { description: 'Accepted, and readable', schema: subscriptionChange } },
  problems: ['NotFound', 'RegionNotServed', 'SubscriptionEnded', 'BeingSetUp', 'Unavailable'],
  idempotent: true,
  find: ownSubscription,
  changeOf: (subscription) => subscription,
  handler: async (context, { body, updateId }, subscription) => {
    const program = await requireProgram(context.db, subscription.programId);
    checkRegion(program, body.country, 'country');
    await context.requireWorker(); // before anything is staged
    const addressId = stagedId('addr', updateId);
    const located = locatedAddress(body);
    await stageAddress(context.db, addressId, subscription.id, located);
    const zoneId = (await servingZone(context.db, program, located.location))?.id ?? null;
    return changeSubscription(context, subscription, changeAddress, updateId, { addressId, zoneId });
  },
});
