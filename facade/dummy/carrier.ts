import { CarrierFault, type CarrierPort } from '../ports';
import { carrierRefuses, parcelRefused } from '../testData/addresses';
import { trackingNumberFor } from '../testData/draw';

/**
 * Books every parcel but those that the simulator refuses too. Nothing moves, and no tracking webhook comes: a shipment
 * stays in transit until somebody posts one (`POST /v1/webhooks/carrier`, signed), or until it counts as overdue.
 */
export function createDummyCarrier(): CarrierPort {
  return {
    bookParcel: async ({ idempotencyKey, address }) =>
      carrierRefuses(address)
        ? { outcome: 'refused', reason: parcelRefused.type, message: parcelRefused.message }
        : { outcome: 'booked', trackingNumber: trackingNumberFor(idempotencyKey) },
    cancelParcel: async ({ trackingNumber }) => {
      if (!/^TN[0-9A-F]{24}$/.test(trackingNumber)) {
        throw new CarrierFault('carrier cancelParcel: there is no such parcel', false);
      }
    },
  };
}
