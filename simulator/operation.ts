import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Partner } from '#facade/ports/index';
import type { Queryable } from './database';
import type { FaultRule } from './faults/rules';
import { plainly } from '#domain/schemaWords';

/** What a partner answers. 2xx, 402 and 422 are definite: the same key gets them again. Others leave the key free. */
export interface Answer {
  status: number;
  body: Record<string, unknown>;
}

export const isDefinite = ({ status }: Answer): boolean => status < 300 || status === 402 || status === 422;

/** What an operation may do, inside the transaction of its call. */
export interface CallContext {
  tx: Queryable;
  idempotencyKey: string;
  transitMs: number;
  packMs: number;
  /** Records the effect; it is in the ledger if and only if the call's first answer is. */
  effect(effect: NewEffect): Promise<void>;
  /** The `tracking` fault for the parcel that this call books, or the order that a station takes. */
  trackingFault(): Promise<FaultRule | undefined>;
  /** Marks the call as the one that this card token was seen with, for tokens that decline a number of times. */
  rememberToken(token: string): Promise<void>;
}

export interface NewEffect {
  id: string;
  reference: string;
  amountCents?: number;
  currency?: string;
  undoes?: string;
  template?: string;
}

export interface Operation {
  partner: Partner;
  /** Name of the port's method. */
  name: string;
  /** Express path of its POST. */
  path: string;
  /** The answer of a refusal that is injected; absent where the partner cannot refuse. */
  refusal?: Answer;
  parse(input: unknown): z.ZodSafeParseResult<unknown>;
  perform(request: unknown, call: CallContext): Promise<Answer>;
}

/** An operation from a typed description; its type is erased, so that one router can hold all of them. */
export function operation<S extends z.ZodType>(description: {
  partner: Partner;
  name: string;
  path: string;
  /** Shape of the body and the path's parameters, taken together. */
  request: S;
  refusal?: Answer;
  perform: (request: z.infer<S>, call: CallContext) => Promise<Answer>;
}): Operation {
  const { request, perform, ...rest } = description;
  return {
    ...rest,
    parse: (input) => request.safeParse(input, plainly),
    // Only ever called with what `parse` has accepted.
    perform: (input, call) => perform(input as z.infer<S>, call),
  };
}

/** Hash of a request that does not depend on the order of its fields. */
export function hashRequest(request: unknown): string {
  return createHash('sha256')
    .update(JSON.stringify(sorted(request)) ?? '')
    .digest('hex');
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([left], [right]) => (left < right ? -1 : 1));
  return Object.fromEntries(entries.map(([key, inner]) => [key, sorted(inner)]));
}

export const referenceField = z.string().min(1).max(200);

export const postalAddress = z.strictObject({
  name: z.string(),
  line1: z.string(),
  line2: z.string().nullable(),
  city: z.string(),
  postalCode: z.string(),
  country: z.string().length(2),
});
