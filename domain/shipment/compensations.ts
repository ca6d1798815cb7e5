import type { ShipmentState } from './types';

/** Effects to undo when a shipment is abandoned, in reverse order of their doing. */
export const compensations = ['cancelParcel', 'cancelHandoff', 'refund', 'releaseStock'] as const;
export type Compensation = (typeof compensations)[number];

export function compensationsOf(state: ShipmentState): Compensation[] {
  return compensations.filter((compensation) => {
    switch (compensation) {
      case 'cancelParcel':
        return state.trackingNumber !== null;
      case 'cancelHandoff':
        return state.warehouseOrderId !== null;
      case 'refund':
        return state.chargeId !== null;
      case 'releaseStock':
        // Releasing what was never reserved does nothing; what a courier vanished with is not on any shelf.
        return state.abandonReason !== 'lost';
    }
  });
}
