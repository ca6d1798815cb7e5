import type { z } from 'zod';
import { faultTexts } from '#domain/schemaWords';

/** A refusal that names the field and the rule. */
export function describeProblem(error: z.ZodError): { type: 'InvalidRequest'; message: string } {
  return { type: 'InvalidRequest', message: faultTexts(error, 'body', 'is not part of this request').join('; ') };
}
