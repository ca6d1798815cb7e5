import { z } from 'zod';
import { isReservedName, reservedNameMessage } from '#domain/plainData';
import { printable, printableLines } from '#domain/text';
import { subjectPattern } from '#domain/subject';

/** Schemas with a name of their own in the OpenAPI document. */
export const components = z.registry<{ id: string }>();

/** A decimal number in a path or a query, where everything arrives as text. */
export const integerText = (min: number, max: number) =>
  z
    .string()
    .regex(/^\d{1,9}$/, `must be a whole number from ${min} to ${max}`)
    .pipe(z.coerce.number<string>().int().min(min).max(max));

/** One line of text, trimmed. */
export const line = (max: number) =>
  z.string().trim().min(1).max(max).regex(printable, 'must not contain control characters');

/** Text that may have several lines, trimmed. */
export const lines = (max: number) =>
  z.string().trim().min(1).max(max).regex(printableLines, 'must not contain control characters');

/** An ID of ours in a path, or of a file in `programs/`. */
export const identifier = z.string().regex(/^[A-Za-z0-9_-]{1,80}$/, 'must be 1 to 80 letters, digits, _ or -');
export const customerId = z
  .string()
  .regex(subjectPattern, 'must be 1 to 64 letters, digits, _ or -')
  .refine((text) => !isReservedName(text), { error: reservedNameMessage, params: { rule: 'name' } });
export const sku = line(100);

/** The query of those who act for customers. */
export const whose = z.strictObject({
  customerId: customerId.optional().describe('For operators and services: whose'),
});

/** An instant, as ISO 8601 in UTC. */
export const instant = z.iso.datetime();

/** Within these years everything of ours can count with an instant: JavaScript, Postgres, a clock that runs faster. */
const firstYear = 1970;
const lastYear = 9999;

/**
 * An instant that comes from outside. One bound for all: bodies, queries, cursors, webhooks and events. What is no instant
 * has no year: it is refused for the one thing only.
 */
export const givenInstant = (message = 'must be an instant in UTC, such as 2026-11-23T10:00:00Z') =>
  z.iso.datetime({ error: message, abort: true }).refine((text) => isCountable(text), {
    error: `must be in the years ${firstYear} to ${lastYear}`,
    params: { rule: 'year' },
  });

function isCountable(text: string): boolean {
  const year = Number(text.slice(0, 4));
  return year >= firstYear && year <= lastYear;
}
export const isoOf = (date: Date): string => date.toISOString();
export const isoOrNull = (date: Date | null): string | null => date?.toISOString() ?? null;
export const isoOfMs = (ms: number): string => new Date(ms).toISOString();

const latitude = z.number().min(-90).max(90);
const longitude = z.number().min(-180).max(180);
/** Degrees in a query, where everything arrives as text. */
const degreesText = z.string().regex(/^-?\d{1,3}(\.\d{1,15})?$/, 'must be degrees, such as 53.7997');
export const latitudeText = degreesText.pipe(z.coerce.number<string>().min(-90).max(90));
export const longitudeText = degreesText.pipe(z.coerce.number<string>().min(-180).max(180));

/** A place, in degrees (WGS 84). */
export const location = z.strictObject({ lat: latitude, lng: longitude }).register(components, { id: 'Location' });

export const idParams = z.strictObject({ id: identifier });
export const cycleParams = z.strictObject({ id: identifier, n: integerText(1, 1_000_000) });

/** Positions that cursors stand for: after an entry of a list by time, or below a number. */
export const newestFirst = z.strictObject({ at: givenInstant(), id: identifier });
export const belowNumber = z.strictObject({ below: z.int().min(1).max(1_000_000) });
