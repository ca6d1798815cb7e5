import type { IncomingEvent } from '#db/events/eventIngest';
import type { EventKind, EventSource } from '#domain/events/types';
import type { Asker } from '../context';
import { dataFault } from '#domain/plainData';
import { plainly } from '#domain/schemaWords';
import { fieldErrors } from '#domain/fieldErrors';
import { type ClientEvent, clientEvent } from '#contract/events';
import { dayMs, minuteMs } from '#domain/time';

/** Why an event is refused, for programs; a short list, since each is a metric's label. */
export const faultReasons = [
  'malformed', // a field that is missing, of the wrong form, or not part of an event
  'unknownKind',
  'otherCustomer', // a customer sends events of their own only
  'notYours', // what only Everbox and services know, not a customer
  'inTheFuture',
  'tooOld',
] as const;
export type FaultReason = (typeof faultReasons)[number];

export interface Fault {
  reason: FaultReason;
  field: string | null;
  message: string;
}

export type Verdict = { event: IncomingEvent } | { fault: Fault };

/** What a customer's word is not good for. */
const factsOfOthers: ReadonlySet<EventKind> = new Set<EventKind>(['select', 'deliver', 'renew', 'signUp', 'cancel']);

/** A client's clock may be ahead of ours by this much, ms. */
const clockToleranceMs = 5 * minuteMs;

/** Is this one event, of this sender, to be kept? Every event gets exactly one verdict, and nothing is thrown. */
export function judge(raw: unknown, caller: Asker, nowMs: number, retentionDays: number): Verdict {
  const unkept = dataFault(raw);
  if (unkept) return fault('malformed', oneLine(unkept.path.join('.')), unkept.message);
  const parsed = clientEvent.safeParse(raw, plainly);
  if (!parsed.success) return { fault: faultOf(parsed.error.issues) };
  const event = parsed.data;
  const customer = customerOf(event, caller);
  if (typeof customer !== 'string') return { fault: customer };
  if (caller.role === 'customer' && factsOfOthers.has(event.kind)) {
    return fault('notYours', 'kind', `a customer cannot say ${event.kind}`);
  }
  const occurredAtMs = Date.parse(event.occurredAt);
  if (occurredAtMs > nowMs + clockToleranceMs) return fault('inTheFuture', 'occurredAt', 'must not be in the future');
  if (!(occurredAtMs >= nowMs - retentionDays * dayMs)) {
    return fault('tooOld', 'occurredAt', `must be in the last ${retentionDays} days`);
  }
  return { event: incoming(event, customer, occurredAtMs, caller) };
}

const fault = (reason: FaultReason, field: string | null, message: string): Verdict => ({
  fault: { reason, field, message },
});

function customerOf({ customerId }: ClientEvent, caller: Asker): string | Fault {
  const field = 'customerId';
  if (caller.role !== 'customer') {
    return customerId ?? { reason: 'malformed', field, message: `is required of the role ${caller.role}` };
  }
  if (customerId === undefined || customerId === caller.subject) return caller.subject;
  return { reason: 'otherCustomer', field, message: 'a customer sends their own events only' };
}

/** Whose word it is. */
export const sourceOf = ({ role }: Asker): EventSource => (role === 'customer' ? 'customer' : 'service');

function incoming(event: ClientEvent, customerId: string, occurredAtMs: number, caller: Asker): IncomingEvent {
  const { id, kind, programId = null, sku = null, subscriptionId = null, sessionId = null, data = {} } = event;
  const source = sourceOf(caller);
  return { id, kind, customerId, programId, sku, subscriptionId, sessionId, occurredAtMs, data, source };
}

function faultOf(issues: Parameters<typeof fieldErrors>[0][]): Fault {
  const [issue] = issues;
  if (!issue) throw new Error('a schema refused without saying why');
  if (issue.code === 'invalid_union') {
    return { reason: 'unknownKind', field: 'kind', message: issue.message };
  }
  const [error] = fieldErrors(issue, 'body');
  // The whole event is at fault: it is no object.
  const field = issue.path.length === 0 && issue.code !== 'unrecognized_keys' ? null : (error?.field ?? null);
  return { reason: 'malformed', field: field && oneLine(field), message: oneLine(error?.message ?? 'is not valid') };
}

/** Names of fields and values come from the client: without control characters, and bounded. */
const oneLine = (text: string): string => text.replaceAll(/[\p{Cc}\p{Cs}]/gu, '?').slice(0, 200);
