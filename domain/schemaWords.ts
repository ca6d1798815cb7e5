import type { z } from 'zod';
import { countOf } from './countOf';

type RawIssue = Parameters<z.core.$ZodErrorMap>[0];
type Of<Code extends RawIssue['code']> = Extract<RawIssue, { code: Code }>;

/**
 * How whatever people write is parsed: what a schema does not word itself is told in our words, the same for requests,
 * files and the simulator. `reportInput`: without what was given nobody can tell what is missing from what is wrong.
 */
export const plainly = { reportInput: true, error: (issue: RawIssue): string => wordsOf(issue) } as const;

/** Every fault as `field: message`; `whole` names what has no field, `undeclared` says what an unknown key is not. */
export function faultTexts({ issues }: z.ZodError, whole: string, undeclared: string): string[] {
  return issues.flatMap((issue) => {
    if (issue.code !== 'unrecognized_keys') return [`${issue.path.join('.') || whole}: ${issue.message}`];
    return issue.keys.map((key) => `${[...issue.path, key].join('.')}: ${undeclared}`);
  });
}

function wordsOf(issue: RawIssue): string {
  if (issue.input === undefined && issue.code !== 'custom') return 'is required';
  switch (issue.code) {
    case 'invalid_type':
      return `must be of type ${issue.expected}${issue.input === null ? ', not null' : ''}`;
    case 'too_small':
      return limitWords(issue, issue.minimum, issue.inclusive === false ? 'more than' : 'at least');
    case 'too_big':
      return limitWords(issue, issue.maximum, issue.inclusive === false ? 'less than' : 'at most');
    case 'invalid_format':
      return formatWords(issue);
    case 'invalid_value':
      return oneOf(issue.values);
    case 'invalid_union':
      return unionWords(issue);
    case 'not_multiple_of':
      return `must be a multiple of ${issue.divisor}`;
    case 'unrecognized_keys':
      return `must not have ${issue.keys.join(', ')}`;
    default:
      return 'is not valid';
  }
}

const oneOf = (values: readonly unknown[]): string => `must be one of ${values.map(String).join(', ')}`;

/** `must have at least 1 character`, `must be at most 5` */
function limitWords({ origin, exact }: Of<'too_small' | 'too_big'>, limit: number | bigint, bound: string): string {
  const how = exact === true ? 'exactly' : bound;
  if (origin === 'string') return `must have ${how} ${countOf(Number(limit), 'character')}`;
  if (origin === 'array') return `must have ${how} ${countOf(Number(limit), 'entry', 'entries')}`;
  return `must be ${how} ${limit}`;
}

const formats: Record<string, string> = {
  email: 'an e-mail address',
  uuid: 'a UUID',
  url: 'a URL',
  date: 'a date, such as 2026-11-23',
  datetime: 'an instant in UTC, such as 2026-11-23T10:00:00Z',
};

function formatWords({ format, pattern, prefix }: Of<'invalid_format'>): string {
  if (format === 'starts_with') return `must start with ${String(prefix)}`;
  if (format === 'regex') return `must match ${String(pattern)}`;
  return `must be ${formats[format] ?? `of the format ${format}`}`;
}

/** The first fault of the member of a union that was meant, which is the one of the right type; undefined when none is. */
export const meantFault = (errors: z.core.$ZodIssue[][]): z.core.$ZodIssue | undefined =>
  errors.flat().find(({ code, path }) => code !== 'invalid_type' || path.length > 0);

/** A union tells the fault of the member that was meant; without one, the types that it takes. */
function unionWords({ errors, options }: Of<'invalid_union'>): string {
  if (Array.isArray(options) && options.length > 0) return oneOf(options);
  const told = meantFault(errors);
  if (told) return told.message;
  const types = errors.flat().flatMap((way) => (way.code === 'invalid_type' ? [way.expected] : []));
  return types.length > 0 ? `must be of type ${[...new Set(types)].join(' or ')}` : 'is not valid';
}
