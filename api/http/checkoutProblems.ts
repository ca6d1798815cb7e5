import type { CheckoutRefusal } from '#usecases/refusal';

/** Refusals on the way to a single order. */
export const checkoutProblems = {
  WindowFull: { status: 409, title: 'Every place of that window is taken' },
  OutsideZone: { status: 409, title: 'One-hour delivery does not go there' },
  StationClosed: { status: 409, title: 'The stations that have it are closed' },
  OutOfStock: { status: 409, title: 'No station has it' },
  TooFar: { status: 409, title: 'No station is near enough' },
  TooManyHolds: { status: 429, title: 'Too many windows are held for one customer' },
  PromiseExpired: { status: 409, title: 'The promise is no longer held' },
  PromiseUsed: { status: 409, title: 'The promise was ordered already' },
  PromiseMismatch: { status: 422, title: 'The promise is not for this order' },
} as const satisfies Record<CheckoutRefusal, { status: number; title: string }>;

/** All others may turn out otherwise a moment later (a hold runs out, a shelf is filled): the same key may be tried again. */
export const finalCheckoutProblems = ['OutsideZone', 'PromiseExpired', 'PromiseUsed', 'PromiseMismatch'] as const;
