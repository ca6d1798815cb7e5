import { createHash } from 'node:crypto';

/** A number in [0, 1) that depends on nothing but its arguments: not on the order in which calls happen to arrive. */
export function draw(...parts: (string | number)[]): number {
  return createHash('sha256').update(JSON.stringify(parts)).digest().readUInt32BE(0) / 2 ** 32;
}

/** An ID made from the key: the same call gives the same ID in every run. */
export function idFor(prefix: string, name: string, idempotencyKey: string): string {
  return prefix + createHash('sha256').update(`${name}\n${idempotencyKey}`).digest('hex').slice(0, 24);
}

export const trackingNumberFor = (idempotencyKey: string): string =>
  idFor('TN', 'bookParcel', idempotencyKey).toUpperCase();
