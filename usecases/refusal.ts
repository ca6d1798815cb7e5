import type { DeliveryRefusal } from '#domain/delivery/refusals';
import type { FieldError } from '#domain/fieldErrors';
import type { BusinessOutcome } from '#domain/outcomes';

/** Why a single order, or a window for it, is refused. */
export type CheckoutRefusal =
  | 'WindowFull'
  | 'OutsideZone'
  | 'StationClosed'
  | 'OutOfStock'
  | 'TooFar'
  | 'TooManyHolds'
  | 'PromiseExpired'
  | 'PromiseUsed'
  | 'PromiseMismatch';

/** Why a use case of any subject refuses. */
export type CommonRefusal =
  | 'InvalidRequest'
  | 'NotFound'
  | 'AlreadyReturned'
  | 'AlreadyAnswered'
  | 'TooManySubscriptions'
  | 'TooManyChanges'
  | 'TooManyEvents'
  | 'Unavailable'; // nobody can decide now

/** Every reason for which a use case does not do what was asked. The API has a status and a title for each. */
export type RefusalType = BusinessOutcome | DeliveryRefusal | CheckoutRefusal | CommonRefusal;

interface RefusalExtras {
  errors?: FieldError[];
  /** Data for whoever asked, such as `expiredAt`. */
  members?: Record<string, unknown>;
  /** When to ask again. */
  retryAfterSeconds?: number;
}

/** Thrown by use cases: what was asked is not done, and nothing was changed once the caller's transaction is rolled back. */
export class Refusal extends Error {
  override readonly name = 'Refusal';

  constructor(
    readonly type: RefusalType,
    readonly detail: string,
    readonly extras: RefusalExtras = {},
  ) {
    super(`${type}: ${detail}`);
  }
}

/** A refusal that names one field and the rule that it breaks. */
export function fieldRefusal(error: FieldError): Refusal {
  return new Refusal('InvalidRequest', `${error.field}: ${error.message}`, { errors: [error] });
}
