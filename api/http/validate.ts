import type { z } from 'zod';
import { dataFault } from '#domain/plainData';
import { meantFault, plainly } from '#domain/schemaWords';
import { type FieldError, fieldProblem, Problem } from './problems';

type Issue = z.core.$ZodIssue;

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

export function fieldErrors(issue: Issue, place: FieldError['in']): FieldError[] {
  const path = issue.path.map(String);
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      in: place,
      field: [...path, key].join('.'),
      rule: 'undeclared',
      message: 'is not part of this request',
    }));
  }
  return [{ in: place, field: path.join('.') || place, ...(isRepeated(issue, place) ? once : ruleOf(issue)) }];
}

const once = { rule: 'once', message: 'must be given once' };

/** A parameter that may be there once came as a list: what is in it is not at fault. */
const isRepeated = ({ code, input, path }: Issue, place: FieldError['in']): boolean =>
  place === 'query' &&
  path.length === 1 &&
  Array.isArray(input) &&
  (code === 'invalid_type' || code === 'invalid_value');

/** The rule for programs; the message is the schema's own, or ours (see `plainly`). */
function ruleOf(issue: Issue): { rule: string; message: string } {
  if (issue.input === undefined && issue.code !== 'custom') return { rule: 'required', message: 'is required' };
  const { message } = issue;
  switch (issue.code) {
    case 'invalid_type':
      return { rule: `type:${issue.expected}`, message };
    case 'too_small':
      return { rule: `min:${issue.minimum}`, message };
    case 'too_big':
      return { rule: `max:${issue.maximum}`, message };
    case 'invalid_format':
      return { rule: `format:${issue.format}`, message };
    case 'invalid_value':
      return { rule: 'oneOf', message };
    case 'invalid_union': {
      const told = meantFault(issue.errors);
      return told ? ruleOf(told) : { rule: issue.code, message };
    }
    case 'custom':
      return { rule: typeof issue.params?.['rule'] === 'string' ? issue.params['rule'] : 'valid', message };
    default:
      return { rule: issue.code, message };
  }
}
