import type { Program } from '../program/types';
import type { ShipmentPolicy } from './types';

/** What sends a shipment: a subscription's cycle, or a customer's single order. */
export type ShipmentCause = 'cycle' | 'order';

/**
 * What a program's file says of one shipment. It goes into the workflow's input as it is when the cycle opens, or the order
 * is handed over, so that a file that changes later changes nothing that is under way.
 */
export function shipmentPolicy(
  { currency, delivery, billing, shipment }: Pick<Program, 'currency' | 'delivery' | 'billing' | 'shipment'>,
  cause: ShipmentCause,
): ShipmentPolicy {
  return {
    currency,
    service: delivery.service,
    // Nobody waits for payday within the hour: a declined card ends the order.
    dunningDays: cause === 'order' ? [] : billing.dunningDays,
    parkedDays: shipment.parkedDays,
    overdueDays: delivery.overdueDays,
    ratingRequestHours: shipment.ratingRequestHours,
  };
}

/** What may be sent when a cycle's pick is gone, best first: the alternatives, unless the program has the shipment parked. */
export const substitutesOf = ({ shipment }: Pick<Program, 'shipment'>, alternatives: string[]): string[] =>
  shipment.outOfStock === 'substitute' ? alternatives : [];
