import type { z } from 'zod';

/** The variables of a process. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** The environment holds a value that Everbox cannot run with; the message names each variable and its rule. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

/** The variables that hold something: an empty one counts as unset. */
export function onlySet(environment: Environment): Record<string, string> {
  const entries = Object.entries(environment).filter((entry): entry is [string, string] => Boolean(entry[1]));
  return Object.fromEntries(entries);
}

/** Variable and rule of each fault, without the value. */
export function describeIssues(error: z.ZodError): string {
  return error.issues.map(({ path, message }) => `${path.join('.')} ${message}`).join('; ');
}
