import type { z } from 'zod';
import { dataFault } from '#domain/plainData';
import { type FieldError, fieldErrors } from '#domain/fieldErrors';
import { plainly } from '#domain/schemaWords';
import { fieldProblem, Problem } from './problems';

/** Parses one part of a request. @throws Problem `InvalidRequest` that names every field at fault and its rule. */
export function validate<S extends z.ZodType>(schema: S, value: unknown, place: FieldError['in']): z.output<S> {
  const parsed = schema.safeParse(value, plainly);
  if (parsed.success) return parsed.data;
  const errors = parsed.error.issues.flatMap((issue) => fieldErrors(issue, place));
  const [first] = errors;
  throw new Problem('InvalidRequest', first ? `${first.field}: ${first.message}` : 'the request is not valid', {
    errors,
  });
}

/** Refuses what no schema would see: see `dataFault`. @throws Problem `InvalidRequest` */
export function refuseDataFault(parsed: unknown): void {
  const fault = dataFault(parsed);
  if (!fault) return;
  const { path, rule, message } = fault;
  throw fieldProblem({ in: 'body', field: path.join('.') || 'body', rule, message });
}
