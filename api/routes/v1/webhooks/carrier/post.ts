import { z } from 'zod';
import { signatureHeader, verifyWebhook } from '../../../../../facade/webhooks/signature';
import { endpoint } from '../../../../endpoint';
import { fieldProblem, Problem } from '../../../../problems';
import { components, instant } from '../../../../schemas/common';
import { recordTracking } from '../../../../tracking';
import { validate } from '../../../../validate';
import { trackingStatuses } from '../../../../../domain/shipment/tracking';

/** How far ahead of ours the carrier's clock may be, ms. */
const skewMs = 5 * 60_000;

const event = z
  .strictObject({
    eventId: z.string().regex(/^[A-Za-z0-9_.:-]{1,128}$/, 'must be 1 to 128 letters, digits or _ . : -'),
    trackingNumber: z.string().regex(/^[A-Za-z0-9_.:-]{1,64}$/, 'must be 1 to 64 letters, digits or _ . : -'),
    status: z.enum(trackingStatuses),
    occurredAt: instant,
  })
  .register(components, { id: 'TrackingEvent' });

/**
 * One station of a parcel. The carrier repeats an event until it is acknowledged, and events come late and out of
 * order; the answer is given once the event is committed. A parcel that is not known (yet) is a 404, so that the event
 * comes again: its booking may be on the way into the database.
 */
export const carrierWebhook = endpoint({
  method: 'post',
  path: '/v1/webhooks/carrier',
  tag: 'partner',
  summary: 'A tracking event of the parcel carrier',
  access: 'signed',
  body: event,
  responses: {
    200: {
      description: 'Recorded',
      schema: z.strictObject({ eventId: z.string(), duplicate: z.boolean() }),
    },
  },
  problems: ['BadSignature', 'MalformedJson', 'NotFound'],
  transaction: true,
  handler: async (context, { rawBody, header }) => {
    const { settings, now } = context;
    if (!verifyWebhook(settings.webhookSecret, header(signatureHeader), rawBody, Math.floor(now() / 1000))) {
      throw new Problem('BadSignature', `the ${signatureHeader} header does not sign this body`);
    }
    const { eventId, trackingNumber, status, occurredAt } = validate(event, parseJson(rawBody), 'body');
    const occurredAtMs = Date.parse(occurredAt);
    if (occurredAtMs > now() + skewMs) {
      throw fieldProblem({ in: 'body', field: 'occurredAt', rule: 'past', message: 'must not be in the future' });
    }
    const isNew = await recordTracking(context.db, { eventId, trackingNumber, status, occurredAtMs });
    return { status: 200, body: { eventId, duplicate: !isNew } };
  },
});

function parseJson(raw: Buffer): unknown {
  try {
    return JSON.parse(raw.toString('utf8'));
  } catch {
    throw new Problem('MalformedJson', 'the body cannot be read as JSON');
  }
}
