import { z } from 'zod';
import { faultReasons } from '#usecases/events/judge';
import { batch, documentedBatch, maxEvents } from '#contract/events';
import { takeEvents } from '#usecases/events/take';
import { endpoint } from '#api/http/endpoint';

const rejection = z.strictObject({
  index: z.int().min(0).describe('Place in the batch, from 0'),
  id: z.string().nullable(),
  reason: z.enum(faultReasons),
  field: z.string().nullable(),
  message: z.string(),
});
const receipt = z.strictObject({
  accepted: z.int().min(0).describe('Taken now; of who has personalization off, nothing is kept'),
  duplicates: z.int().min(0).describe('Stored before, or twice in this batch'),
  rejected: z.array(rejection).describe('Not stored; kept as dead events, for the operators'),
});

/** It takes no Idempotency-Key: the events' own IDs do that, one by one, also when a batch is cut anew. */
export const postEvents = endpoint({
  method: 'post',
  path: '/v1/events',
  tag: 'customer',
  summary: `Send up to ${maxEvents} events; each that is new and valid is stored, durably, before the answer`,
  access: ['customer', 'service'],
  body: batch,
  documentedBody: documentedBatch,
  // An event is some 300 bytes: a full batch with room to spare.
  bodyLimitBytes: 1_000_000,
  responses: { 200: { description: 'What became of each event', schema: receipt } },
  problems: ['TooManyEvents'],
  handler: async ({ events, now }, { body, caller }) => ({
    status: 200,
    body: await takeEvents(body.events, caller, now(), events),
  }),
});
