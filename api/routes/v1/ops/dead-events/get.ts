import { z } from 'zod';
import { type DeadEventRead, listDeadEvents } from '#db/events/deadEvents';
import { endpoint } from '#api/http/endpoint';
import { decodeCursor, pageFrom, pageOf, pageQuery } from '#api/http/paging';
import { instant, isoOf } from '#contract/common';

const deadEvent = z.strictObject({
  eventId: z.string().nullable(),
  senderRole: z.string(),
  sender: z.string(),
  reason: z.string(),
  field: z.string().nullable(),
  message: z.string(),
  raw: z.string().describe('The event as it was sent, as JSON, cut at 4,000 characters'),
  receivedAt: instant,
});
const belowRow = z.strictObject({ below: z.int().min(1) });

export const listDeadEventsEndpoint = endpoint({
  method: 'get',
  path: '/v1/ops/dead-events',
  tag: 'operator',
  summary: 'Events that were refused, and why, latest first',
  access: ['operator'],
  query: z.strictObject(pageQuery),
  responses: { 200: { description: 'One page', schema: pageOf(deadEvent) } },
  handler: async ({ db }, { query }) => {
    const rows = await listDeadEvents(db, decodeCursor(belowRow, query.cursor)?.below ?? null, query.limit + 1);
    return { status: 200, body: pageFrom(rows, query.limit, ({ id }) => ({ below: id }), resourceOf) };
  },
});

const resourceOf = ({ id: _row, receivedAt, ...rest }: DeadEventRead) => ({ ...rest, receivedAt: isoOf(receivedAt) });
