import { Problem } from './problems';

/** A field of the body that is not what was promised. */
export function promiseMismatch(field: string, rule: string, message: string): Problem {
  const error = { in: 'body' as const, field, rule, message };
  return new Problem('PromiseMismatch', `${field}: ${message}`, { errors: [error] });
}
