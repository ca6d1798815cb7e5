/**
 * Refusals by the rules of couriers, offers and deliveries: the `type` of an HTTP problem (`api/http/deliveryProblems.ts`
 * maps each to a status). A refusal changes nothing.
 */
export const deliveryRefusals = [
  'NotOnShift', // the courier has no shift that runs
  'StillDelivering', // another zone, while deliveries of this one are carried
  'ImplausibleLocation', // from the future, from another continent, or faster than a courier moves
  'OfferExpired',
  'OfferWithdrawn', // its deliveries were called off, or the courier went off shift
  'OfferAnswered', // accepted or declined before
  'OfferTaken', // another courier has one of its deliveries
  'NotYours', // the delivery is not this courier's
  'NotReady', // the station has not packed it yet
  'NotPickedUp',
  'AlreadyPickedUp',
  'AlreadyReturning', // the address was not found: it goes back to the station
  'NotReturning',
  'AlreadyDelivered',
  'DeliveryEnded', // returned, lost or failed
  'WrongCode',
  'TooFarAway',
] as const;

export type DeliveryRefusal = (typeof deliveryRefusals)[number];

export type DeliveryVerdict =
  | { accepted: true }
  | { accepted: false; type: DeliveryRefusal; message: string; details?: Record<string, unknown> };

export const allowed: DeliveryVerdict = { accepted: true };

export function refused(type: DeliveryRefusal, message: string, details?: Record<string, unknown>): DeliveryVerdict {
  return { accepted: false, type, message, ...(details ? { details } : {}) };
}
