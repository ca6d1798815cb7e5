import type { Closed, ClosedReason } from '#domain/promise/types';
import { type CheckoutRefusal, Refusal } from '../refusal';

const refusalOf: Record<ClosedReason, CheckoutRefusal> = {
  noLocation: 'OutsideZone',
  outsideZone: 'OutsideZone',
  noStock: 'OutOfStock',
  stationClosed: 'StationClosed',
  tooFar: 'TooFar',
  full: 'WindowFull',
};

/** A window that is not to be had, as the refusal that it is. */
export function closedRefusal({ reason, explanation, opensAtMs }: Closed): Refusal {
  const members = opensAtMs === undefined ? {} : { opensAt: new Date(opensAtMs).toISOString() };
  return new Refusal(refusalOf[reason], explanation, { members });
}

/** A field of the body that is not what was promised. */
export function promiseMismatch(field: string, rule: string, message: string): Refusal {
  const error = { in: 'body' as const, field, rule, message };
  return new Refusal('PromiseMismatch', `${field}: ${message}`, { errors: [error] });
}
