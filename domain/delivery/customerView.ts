import type { DeliveryEventKind, DeliveryPhase } from './types';

/** Where a delivery stands, in the customer's words. */
export const customerStatuses = [
  'beingPacked',
  'packed',
  'courierFound',
  'onItsWay',
  'delivered',
  'comingBack',
  'returned',
  'lost',
  'cancelled',
] as const;
export type CustomerStatus = (typeof customerStatuses)[number];

export const customerStatus: Record<DeliveryPhase, CustomerStatus> = {
  preparing: 'beingPacked',
  waiting: 'packed',
  accepted: 'courierFound',
  onTheWay: 'onItsWay',
  delivered: 'delivered',
  returning: 'comingBack',
  returned: 'returned',
  lost: 'lost',
  failed: 'cancelled',
};

/** Events that a customer is shown. Which couriers were asked, and what they said, is nobody else's business. */
export const customerEventKinds = [
  'ordered',
  'packed',
  'accepted',
  'courierLost',
  'pickedUp',
  'located',
  'delivered',
  'addressNotFound',
  'returned',
  'lost',
  'atRisk',
  'missed',
  'compensated',
  'failed',
] as const satisfies readonly DeliveryEventKind[];
export type CustomerEventKind = (typeof customerEventKinds)[number];
