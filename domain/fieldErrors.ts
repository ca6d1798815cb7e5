import type { z } from 'zod';
import { meantFault } from './schemaWords';

type Issue = z.core.$ZodIssue;

/** What is wrong with one field of what was asked: `rule` is for programs, `message` for people. */
export interface FieldError {
  in: 'body' | 'query' | 'path' | 'header';
  field: string;
  rule: string;
  message: string;
}

/** Every field that one fault of a schema is about. */
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
