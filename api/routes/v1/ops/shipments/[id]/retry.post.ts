import { z } from 'zod';
import type { Queryable } from '#db/pool';
import type { LocatedAddress } from '#db/subscriptions/personalData';
import { readPromisedPlace } from '#db/deliveries/promises';
import { stageAddress } from '#db/subscriptions/staged';
import { readSubscription } from '#db/subscriptions/subscriptionReads';
import { retryShipment } from '#workflows/shipment/messages';
import { locatedAddress } from '#api/http/addresses';
import { checkSamePlace } from '#usecases/checkout/samePlace';
import { endpoint } from '#api/http/endpoint';
import { keepAddress } from '#api/http/keepAddress';
import { stagedId } from '#usecases/newIds';
import { ownShipment } from '#api/http/ownership';
import { fieldProblem, type Problem } from '#api/http/problems';
import { checkRegion, requireProgram } from '#usecases/subscriptions/programRules';
import { retryWarning } from '#usecases/shipments/retryWarning';
import { idParams } from '#contract/common';
import { shipmentChange } from '#contract/shipment';
import { address } from '#contract/subscription';
import { changeShipment } from '#api/http/shipmentUpdates';

export const retryParkedShipment = endpoint({
  method: 'post',
  path: '/v1/ops/shipments/{id}/retry',
  tag: 'operator',
  summary: 'Let a parked shipment go on, with a mended address if one is given, for this box or for all that follow',
  access: ['operator'],
  params: idParams,
  body: z
    .strictObject({
      address: address.optional(),
      forSubscription: z.boolean().optional().describe('Keep the address for the boxes that follow, too'),
    })
    .refine((body) => body.address !== undefined || body.forSubscription !== true, {
      path: ['forSubscription'],
      message: 'needs an address',
    }),
  responses: { 200: { description: 'It goes on', schema: shipmentChange } },
  problems: ['NotFound', 'NotParked', 'PromiseMismatch', 'RegionNotServed', 'Unavailable'],
  idempotent: true,
  find: ownShipment,
  handler: async (context, { body, updateId }, shipment) => {
    const { db } = context;
    const located = body.address ? locatedAddress(body.address) : null;
    const warning = await retryWarning(db, shipment, located);
    const retried = async (addressId: string | null) =>
      (await changeShipment(context, shipment, retryShipment, updateId, { addressId })).body;
    if (!located) return { status: 200, body: { ...(await retried(null)), warning } };
    const subscription = await readSubscription(db, shipment.subscriptionId);
    if (body.forSubscription && !subscription) throw ofNoSubscription();
    const program = await requireProgram(db, shipment.programId);
    checkRegion(program, located.country, 'address.country');
    if (!subscription) await checkOrderedPlace(db, shipment.subscriptionId, located);
    await context.requireWorker(); // before anything is staged
    const addressId = stagedId('addr', updateId);
    await stageAddress(db, addressId, shipment.subscriptionId, located);
    const change = await retried(addressId);
    const isKept =
      body.forSubscription && subscription
        ? await keepAddress(context, subscription, { program, addressId, address: located }, updateId)
        : false;
    const hasEnded = body.forSubscription && !isKept;
    return {
      status: 200,
      body: {
        ...change,
        addressFor: addressFor(subscription !== null, isKept),
        warning: hasEnded ? 'the subscription has ended: the address holds for this box only' : warning,
      },
    };
  },
});

const addressFor = (isSubscribed: boolean, isKept: boolean): 'subscription' | 'shipment' | 'order' => {
  if (!isSubscribed) return 'order';
  return isKept ? 'subscription' : 'shipment';
};

/** A single order keeps its promise: its courier goes to the place that was promised. @throws Problem */
async function checkOrderedPlace(db: Queryable, orderId: string, { location }: LocatedAddress): Promise<void> {
  const promised = await readPromisedPlace(db, orderId);
  if (!promised) return;
  if (location) return checkSamePlace(promised, location);
  throw fieldProblem({
    in: 'body',
    field: 'address.location',
    rule: 'required',
    message: 'is required: a single order goes to the place that was promised',
  });
}

const ofNoSubscription = (): Problem =>
  fieldProblem({
    in: 'body',
    field: 'forSubscription',
    rule: 'subscription',
    message: 'the shipment is a single order: there is no subscription to keep the address for',
  });
