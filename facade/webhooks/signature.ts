import { createHmac, timingSafeEqual } from 'node:crypto';

/** Header of every signed webhook, in the lower case that Node gives header names. */
export const signatureHeader = 'everbox-signature';

/** Older or newer signatures are refused, so that a recorded webhook cannot be played again much later. */
const defaultToleranceSeconds = 300;

/**
 * The value of the `Everbox-Signature` header: `t=<unix seconds>,v1=<hex HMAC-SHA256 of "t.body">`.
 * `body` is the exact text that is sent.
 */
export function signWebhook(secret: string, body: string, atSeconds: number): string {
  return `t=${atSeconds},v1=${digest(secret, String(atSeconds), body).toString('hex')}`;
}

/**
 * Whether `header` signs exactly `rawBody`, at most `toleranceSeconds` away from `nowSeconds`. Several `v1` parts are
 * allowed, and one of them has to fit: this is how a partner changes its secret. Never throws; bad input is `false`.
 */
export function verifyWebhook(
  secret: string,
  header: string | undefined,
  rawBody: string | Buffer,
  nowSeconds: number,
  toleranceSeconds = defaultToleranceSeconds,
): boolean {
  const parsed = parseHeader(header);
  if (!parsed || Math.abs(nowSeconds - Number(parsed.timestamp)) > toleranceSeconds) return false;
  const expected = digest(secret, parsed.timestamp, rawBody);
  // Every candidate is compared in constant time, so that answering time says nothing about the right digest.
  return parsed.digests.map((candidate) => timingSafeEqual(candidate, expected)).includes(true);
}

function digest(secret: string, timestamp: string, body: string | Buffer): Buffer {
  return createHmac('sha256', secret).update(`${timestamp}.`).update(body).digest();
}

/** Undefined unless there is exactly one `t` of digits and at least one `v1` of 64 hex digits; other parts are ignored. */
function parseHeader(header: string | undefined): { timestamp: string; digests: Buffer[] } | undefined {
  const parts = (header ?? '').split(',').map((part) => part.trim());
  const timestamps = parts.filter((part) => part.startsWith('t='));
  const timestamp = /^t=(\d{1,12})$/.exec(timestamps[0] ?? '')?.[1];
  const digests = parts.flatMap((part) => {
    const hex = /^v1=([0-9a-f]{64})$/.exec(part)?.[1];
    return hex ? [Buffer.from(hex, 'hex')] : [];
  });
  return timestamps.length === 1 && timestamp && digests.length > 0 ? { timestamp, digests } : undefined;
}
