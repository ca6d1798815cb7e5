import type { Queryable } from '#db/pool';
import type { StoredAddress } from '#db/subscriptions/personalData';
import { goesTo, type ShipmentRead } from '#db/shipments/shipmentReads';
import { hasFreeUnit } from '#db/catalog/stock';

/** Why a retry will only park the shipment again, in a sentence for ops; null when something was changed. */
export async function retryWarning(
  db: Queryable,
  { id, attention, programId, sku }: ShipmentRead,
  address: StoredAddress | null,
): Promise<string | null> {
  switch (attention) {
    case 'AddressRefused':
    case 'ParcelRefused':
    case 'ParcelReturned':
      if (address && !(await goesTo(db, id, address))) return null;
      return `it waits because of ${attention} and ${
        address ? 'the address given is the one that it has' : 'no address was given'
      }: unless the partner has changed something, it will be parked again`;
    case 'OutOfStock':
      if (await hasFreeUnit(db, programId, sku)) return null;
      return `there is still no free unit of ${sku}: it will be parked again`;
    default:
      return null;
  }
}
