import { z } from 'zod';
import { stageAddress } from '../../../../../../db/queries/staged';
import { readSubscription } from '../../../../../../db/queries/subscriptionReads';
import { retryShipment } from '../../../../../../workflows/shipment/messages';
import { locatedAddress } from '../../../../../addresses';
import { endpoint } from '../../../../../endpoint';
import { keepAddress } from '../../../../../keepAddress';
import { stagedId } from '../../../../../newIds';
import { ownShipment } from '../../../../../ownership';
import { fieldProblem, type Problem } from '../../../../../problems';
import { checkRegion, requireProgram } from '../../../../../programRules';
import { retryWarning } from '../../../../../retryWarning';
import { idParams } from '../../../../../schemas/common';
import { shipmentChange } from '../../../../../schemas/shipment';
import { address } from '../../../../../schemas/subscription';
import { changeShipment } from '../../../../../shipmentUpdates';

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
  problems: ['NotFound', 'NotParked', 'RegionNotServed', 'Unavailable'],
  idempotent: true,
  find: ownShipment,
  handler: async (context, { body, updateId }, shipment) => {
    const { db } = context;
    const warning = await retryWarning(db, shipment, body.address !== undefined);
    const retried = async (addressId: string | null) =>
      (await changeShipment(context, shipment, retryShipment, updateId, { addressId })).body;
    if (!body.address) return { status: 200, body: { ...(await retried(null)), warning } };
    const subscription = await readSubscription(db, shipment.subscriptionId);
    if (body.forSubscription && !subscription) throw ofNoSubscription();
    const program = await requireProgram(db, shipment.programId);
    checkRegion(program, body.address.country, 'address.country');
    await context.requireWorker(); // before anything is staged
    const addressId = stagedId('addr', updateId);
    const located = locatedAddress(body.address);
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
        addressFor: isKept ? ('subscription' as const) : ('shipment' as const),
        warning: hasEnded ? 'the subscription has ended: the address holds for this box only' : warning,
      },
    };
  },
});

const ofNoSubscription = (): Problem =>
  fieldProblem({
    in: 'body',
    field: 'forSubscription',
    rule: 'subscription',
    message: 'the shipment is a single order: there is no subscription to keep the address for',
  });
