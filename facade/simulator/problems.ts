import type { z } from 'zod';

/** A refusal that names the field and the rule. */
export function describeProblem(error: z.ZodError): { type: 'InvalidRequest'; message: string } {
  const issues = error.issues.map(({ path, message }) => `${path.join('.') || 'body'}: ${message}`);
  return { type: 'InvalidRequest', message: issues.join('; ') };
}
