import { z } from 'zod';
import { signatureHeader, verifyWebhook } from '#facade/webhooks/signature';
import type { ApiContext } from './context';
import type { EndpointRequest } from './endpoint';
import { fieldProblem, Problem } from './problems';
import { refuseDataFault, validate } from './validate';
import { minuteMs } from '#domain/time';

/** How far ahead of ours a partner's clock may be, ms. */
const skewMs = 5 * minuteMs;

/** Every partner event has an ID of the partner's, by which a repeat is known. */
export const eventId = z.string().regex(/^[A-Za-z0-9_.:-]{1,128}$/, 'must be 1 to 128 letters, digits or _ . : -');

/** The answer to every partner event, given once it is committed. */
export const eventRecorded = {
  description: 'Recorded',
  schema: z.strictObject({ eventId: z.string(), duplicate: z.boolean() }),
};

/** A partner's event, once its signature and its shape have been checked. Throws a Problem otherwise. */
export function signedEvent<T extends z.ZodType<{ occurredAt: string }>>(
  schema: T,
  { settings, now }: ApiContext,
  request: Pick<EndpointRequest, 'rawBody' | 'header'>,
): z.output<T> & { occurredAtMs: number } {
  const { rawBody } = request;
  const signature = request.header(signatureHeader);
  if (!verifyWebhook(settings.webhookSecret, signature, rawBody, Math.floor(now() / 1000))) {
    throw new Problem('BadSignature', `the ${signatureHeader} header does not sign this body`);
  }
  const parsed = parseJson(rawBody);
  refuseDataFault(parsed);
  const event = validate(schema, parsed, 'body');
  const occurredAtMs = Date.parse(event.occurredAt);
  if (occurredAtMs > now() + skewMs) {
    throw fieldProblem({ in: 'body', field: 'occurredAt', rule: 'past', message: 'must not be in the future' });
  }
  return { ...event, occurredAtMs };
}

function parseJson(raw: Buffer): unknown {
  try {
    return JSON.parse(raw.toString('utf8'));
  } catch {
    throw new Problem('MalformedJson', 'the body cannot be read as JSON');
  }
}
