import type { ShipmentState } from '#domain/shipment/types';
import type { ShipmentInput } from '#workflows/shipment/messages';

/** A shipment as it stands: what every step of it works on. */
export interface ShipmentAt {
  input: ShipmentInput;
  state: ShipmentState;
}
