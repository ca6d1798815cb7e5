import { readAddress } from '#db/subscriptions/personalData';
import { insertParcel } from '#db/shipments/parcels';
import type { BookParcelAnswer } from '#facade/ports/index';
import type { ShipmentAt } from '../billing/shipmentAt';
import type { Dependencies } from '../dependencies';
import { addressOfRound, once, recordAbandoned, takeStep, type DataMissing } from '../effects';
import { queueMessage } from '../notifications/queueMessage';
import { stepName } from '#domain/ids';

/** Books the parcel, and tells the customer its tracking number. Safe to run again: see `takeStep`. */
export async function bookParcel(
  { db, facade }: Dependencies,
  { input, state }: ShipmentAt,
): Promise<BookParcelAnswer | DataMissing> {
  const round = state.rounds.parcel;
  return takeStep(
    db,
    input,
    'parcel',
    round,
    async (idempotencyKey) =>
      facade.carrier.bookParcel({
        idempotencyKey,
        reference: input.shipmentId,
        service: input.rules.service,
        warehouseOrderId: state.warehouseOrderId ?? '',
        address: await readAddress(db, await addressOfRound(db, input, 'parcelAddress', round, state.addressId)),
      }),
    async (tx, answer) => {
      if (answer.outcome !== 'booked') return;
      const { trackingNumber } = answer;
      await insertParcel(tx, input.shipmentId, trackingNumber);
      await queueMessage(tx, input, stepName('shipped', round), 'shipped', { sku: state.sku, trackingNumber });
    },
  );
}

/** Voids the label. Safe to run again: see `once`. */
export async function cancelParcel({ db, facade }: Dependencies, { input, state }: ShipmentAt): Promise<void> {
  const { trackingNumber } = state;
  if (trackingNumber === null) return;
  await recordAbandoned(db, input, state.abandonReason);
  await once(db, input, 'cancelParcel', 0, async (idempotencyKey) => {
    await facade.carrier.cancelParcel({ idempotencyKey, reference: input.shipmentId, trackingNumber });
    return {};
  });
}
