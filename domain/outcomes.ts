/**
 * Business outcomes: what may be refused, and how it is called everywhere: the type of a non-retryable
 * ApplicationFailure, the `type` of an HTTP problem (`api/http/problems.ts` maps each to a status), an attention reason.
 */
export const businessOutcomes = [
  'NoOpenCycle', // the command names a cycle that is not open
  'CutoffPassed', // the cycle was open, and is no longer
  'AlreadySkipped',
  'NotSkipped',
  'NotAnAlternative', // a swap to an item that was not offered
  'NotActive', // the subscription is paused or past due
  'NotPaused', // resume of a running subscription
  'SubscriptionEnded', // cancelled; nothing changes any more
  'UnknownPlan',
  'RegionNotServed',
  'NotParked', // retry of a shipment that waits for nobody
  'TooLateToAbandon', // the shipment is with the customer already
] as const;

export type BusinessOutcome = (typeof businessOutcomes)[number];

/** Reasons for which a workflow asks for a person: values of the `EverboxAttention` search attribute. */
export const attentionReasons = [
  'OutOfStock',
  'AddressRefused',
  'ParcelRefused',
  'ParcelReturned',
  'DeliveryOverdue',
  'DataMissing', // the row of an address or a payment method is gone
  'NothingToSelect',
  'PromiseMissed',
  'NoCourier',
] as const;

export type AttentionReason = (typeof attentionReasons)[number];

/** The answer of a rule. `details` are data for the customer (a cutoff, a list), never internals. */
export type Verdict =
  | { accepted: true }
  | { accepted: false; type: BusinessOutcome; message: string; details?: Record<string, unknown> };

export const accepted: Verdict = { accepted: true };

export function refused(type: BusinessOutcome, message: string, details?: Record<string, unknown>): Verdict {
  return { accepted: false, type, message, ...(details ? { details } : {}) };
}
