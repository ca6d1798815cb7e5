import { z } from 'zod';
import { stageAddress } from '../../../../../../db/queries/staged';
import { retryShipment } from '../../../../../../workflows/shipment/messages';
import { locatedAddress } from '../../../../../addresses';
import { endpoint } from '../../../../../endpoint';
import { stagedId } from '../../../../../newIds';
import { ownShipment } from '../../../../../ownership';
import { checkRegion, requireProgram } from '../../../../../programRules';
import { idParams } from '../../../../../schemas/common';
import { shipmentChange } from '../../../../../schemas/shipment';
import { address } from '../../../../../schemas/subscription';
import { changeShipment } from '../../../../../shipmentUpdates';

export const retryParkedShipment = endpoint({
  method: 'post',
  path: '/v1/ops/shipments/{id}/retry',
  tag: 'operator',
  summary: 'Let a parked shipment go on, with a mended address if one is given',
  access: ['operator'],
  params: idParams,
  body: z.strictObject({ address: address.optional() }),
  responses: { 200: { description: 'It goes on', schema: shipmentChange } },
  problems: ['NotFound', 'NotParked', 'RegionNotServed', 'Unavailable'],
  idempotent: true,
  find: ownShipment,
  handler: async (context, { body, updateId }, shipment) => {
    if (!body.address) return changeShipment(context, shipment, retryShipment, updateId, { addressId: null });
    checkRegion(await requireProgram(context.db, shipment.programId), body.address.country, 'address.country');
    await context.requireWorker(); // before anything is staged
    const addressId = stagedId('addr', updateId);
    await stageAddress(context.db, addressId, shipment.subscriptionId, locatedAddress(body.address));
    return changeShipment(context, shipment, retryShipment, updateId, { addressId });
  },
});
