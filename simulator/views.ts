import { z } from 'zod';
import { partners } from '#facade/ports/index';
import { faultKinds } from './faults/rules';

/** What the simulator's ledger shows, on the wire: its routes answer these shapes, its client checks them. */
export const effectView = z.object({
  id: z.string(),
  partner: z.enum(partners),
  operation: z.string(),
  idempotencyKey: z.string(),
  /** The shipment's ID. */
  reference: z.string(),
  state: z.enum(['live', 'refunded', 'cancelled']),
  amountCents: z.number().nullable(),
  currency: z.string().nullable(),
  /** Of a refund its charge, of a cancellation its order or parcel. */
  undoes: z.string().nullable(),
  template: z.string().nullable(),
  createdAt: z.string(),
  /** Of a parcel: when it reached the door, whether or not its webhook has arrived. Null: not yet, or no parcel. */
  deliveredAt: z.string().nullable(),
});
export type EffectView = z.infer<typeof effectView>;

export const callView = z.object({
  partner: z.enum(partners),
  operation: z.string(),
  idempotencyKey: z.string().nullable(),
  reference: z.string().nullable(),
  requestHash: z.string(),
  request: z.unknown(),
  /** Null: the caller was left without an answer. */
  status: z.number().nullable(),
  /** Injected faults; mostly none. */
  faults: z.array(z.enum(faultKinds)),
  hadEffect: z.boolean(),
  receivedAt: z.string(),
});
export type CallView = z.infer<typeof callView>;

export const pageOf = <T extends z.ZodType>(item: T) =>
  z.object({ items: z.array(item), nextCursor: z.string().nullable() });
export interface Page<T> {
  items: T[];
  nextCursor: string | null;
}

export const summaryView = z.object({
  /** Effects, whatever became of them later. */
  charges: z.number(),
  refunds: z.number(),
  handoffs: z.number(),
  parcels: z.number(),
  /** Distinct references that were ever charged. */
  charged: z.number(),
  /** References with more than one charge that was not refunded. */
  chargedTwice: z.number(),
  /** Distinct references with a parcel that was not cancelled. */
  shipped: z.number(),
  /** References with more than one handoff, or more than one parcel, that was not cancelled. */
  shippedTwice: z.number(),
  /** Distinct references of which a parcel has reached the door, whether or not its webhook has arrived. */
  delivered: z.number(),
  /** Messages by template. */
  messages: z.record(z.string(), z.number()),
});
export type LedgerSummary = z.infer<typeof summaryView>;

const filters = {
  partner: z.enum(partners).optional(),
  operation: z.string().optional(),
  referencePrefix: z.string().optional(),
  idempotencyKey: z.string().optional(),
  cursor: z
    .string()
    .regex(/^\d{1,18}$/, 'a cursor is the nextCursor of an earlier page')
    .optional(),
  limit: z.coerce.number().int().min(1).max(1_000).default(100),
};
export const ledgerQuery = z.strictObject(filters);
export type LedgerQuery = z.input<typeof ledgerQuery>;

/** Several prefixes are one question: the references that start with any of them. */
export const summaryQuery = z.strictObject({ referencePrefixes: z.array(z.string()).max(10_000) });
