import type { DeliveryRefusal } from '#domain/delivery/refusals';

/** Every refusal of couriers, offers and deliveries has its problem; `isFinal`: see `finalProblems` of `problems.ts`. */
export const deliveryProblems = {
  NotOnShift: { status: 409, title: 'You are not on shift' },
  StillDelivering: { status: 409, title: 'You still have deliveries of another zone' },
  ImplausibleLocation: { status: 422, title: 'You cannot be there' },
  OfferExpired: { status: 409, title: 'The offer has expired' },
  OfferWithdrawn: { status: 409, title: 'The offer was withdrawn' },
  OfferAnswered: { status: 409, title: 'The offer is answered already' },
  OfferTaken: { status: 409, title: 'Another courier was faster' },
  NotYours: { status: 409, title: 'The delivery is not yours' },
  NotReady: { status: 409, title: 'The delivery is not packed yet' },
  NotPickedUp: { status: 409, title: 'The delivery is not picked up yet' },
  AlreadyPickedUp: { status: 409, title: 'The delivery is picked up already' },
  AlreadyReturning: { status: 409, title: 'The delivery goes back to its station' },
  NotReturning: { status: 409, title: 'The delivery does not go back to its station' },
  AlreadyDelivered: { status: 409, title: 'The delivery is delivered already' },
  DeliveryEnded: { status: 409, title: 'The delivery has ended' },
  WrongCode: { status: 422, title: 'That is not the code of this delivery' },
  TooFarAway: { status: 422, title: 'You are too far from the address' },
} as const satisfies Record<DeliveryRefusal, { status: number; title: string }>;

/** Refusals that may turn out otherwise a moment later: the same Idempotency-Key may be tried again. */
const passing: ReadonlySet<DeliveryRefusal> = new Set<DeliveryRefusal>([
  'NotOnShift',
  'StillDelivering',
  'ImplausibleLocation',
  'NotReady',
  'WrongCode',
  'TooFarAway',
]);

export const finalDeliveryProblems = (Object.keys(deliveryProblems) as DeliveryRefusal[]).filter(
  (type) => !passing.has(type),
);
