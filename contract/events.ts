import { z } from 'zod';
import { ownEventPrefix } from '#domain/ids';
import { returnReasons } from '#domain/shipment/returns';
import { customerId, givenInstant, identifier, sku } from './common';
import { isStorable, maxDataCharacters } from '#domain/events/storable';

/** One event each, as a client sends it; `kind` says which. What is accepted is what these schemas take. */

const eventId = z
  .string()
  .regex(/^[A-Za-z0-9_.:-]{1,128}$/, 'must be 1 to 128 letters, digits or _ . : -')
  .refine((id) => !id.startsWith(ownEventPrefix), { error: `must not start with ${ownEventPrefix}` })
  .describe('Unique per customer, the same when it is sent again: what was stored under it stays');

/** Beyond the fields named here, whatever the client finds worth keeping; no personal data. */
const dataOf = <S extends z.core.$ZodLooseShape>(shape: S) =>
  z.looseObject(shape).refine(isStorable, {
    error: `must be at most ${maxDataCharacters} characters of JSON, without NUL or half a surrogate pair`,
    params: { rule: 'storable' },
  });

const common = {
  id: eventId,
  occurredAt: givenInstant('must be an instant in UTC with its seconds, such as 2026-11-23T10:00:00Z').describe(
    'When it happened, in UTC; not when it was sent',
  ),
  customerId: customerId.optional().describe("A customer's own, which the token says; required of services"),
  sessionId: identifier.optional(),
  data: dataOf({}).optional(),
};
const optionalItem = { programId: identifier.optional(), sku: sku.optional(), subscriptionId: identifier.optional() };
const ofItem = { ...common, ...optionalItem, programId: identifier, sku };
const ofSubscription = { ...common, ...optionalItem, programId: identifier, subscriptionId: identifier };
const stars = z.int().min(1).max(5);

const searchId = identifier.describe('Of a click in the answer of a search: its `searchId`');
const position = z
  .int()
  .min(1)
  .max(10_000)
  .describe('Place of what was clicked in that list, from 1, all pages counted');

export const clientEvent = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('view'), ...ofItem }),
  z.strictObject({
    kind: z.literal('click'),
    ...ofItem,
    data: dataOf({ searchId: searchId.optional(), position: position.optional() }).optional(),
  }),
  z.strictObject({
    kind: z.literal('search'),
    ...common,
    ...optionalItem,
    data: dataOf({ query: z.string().min(1).max(200) }),
  }),
  z.strictObject({ kind: z.literal('select'), ...ofItem }),
  z.strictObject({ kind: z.literal('swap'), ...ofItem, data: dataOf({ to: sku.optional() }).optional() }),
  z.strictObject({ kind: z.literal('skip'), ...ofSubscription }),
  z.strictObject({ kind: z.literal('unskip'), ...ofSubscription }),
  z.strictObject({ kind: z.literal('deliver'), ...ofItem }),
  z.strictObject({ kind: z.literal('rate'), ...ofItem, data: dataOf({ stars }) }),
  z.strictObject({ kind: z.literal('rateSubscription'), ...ofSubscription, data: dataOf({ stars }) }),
  z.strictObject({
    kind: z.literal('return'),
    ...ofItem,
    data: dataOf({ reason: z.enum(returnReasons).optional() }).optional(),
  }),
  z.strictObject({ kind: z.literal('surveyAnswer'), ...common, ...optionalItem, data: dataOf({}) }),
  z.strictObject({
    kind: z.literal('fit'),
    ...ofItem,
    data: dataOf({ fit: z.enum(['tooSmall', 'good', 'tooLarge']) }),
  }),
  z.strictObject({ kind: z.literal('cancel'), ...ofSubscription }),
  z.strictObject({ kind: z.literal('renew'), ...ofSubscription }),
  z.strictObject({ kind: z.literal('signUp'), ...ofSubscription }),
]);
export type ClientEvent = z.output<typeof clientEvent>;

export const maxEvents = 500;

/** The batch as it is documented. */
export const documentedBatch = z.strictObject({ events: z.array(clientEvent).min(1).max(maxEvents) });
/** The batch as it is checked: its events are judged one by one, so that a bad one does not keep the good ones out. */
export const batch = z.strictObject({ events: z.array(z.unknown()).min(1).max(maxEvents) });
