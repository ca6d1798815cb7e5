import { z } from 'zod';

// Kinds of environment variables, each with the rule that its message names.
export const port = z.coerce
  .number('must be a number')
  .int('must be a whole number')
  .min(1, 'must be 1 or more')
  .max(65_535, 'must be 65535 or less');
export const httpUrl = z.url({ protocol: /^https?$/, error: 'must be an http:// or https:// URL' });
// 256 bits in hexadecimal are 64 characters; fewer than 32 of anything could be guessed.
export const secret = z.string('must be set').min(32, 'must have at least 32 characters');
export const postgresUrl = z.url({ protocol: /^postgres(ql)?$/, error: 'must be a postgres:// URL' });
export const flag = z.enum(['true', 'false'], 'must be true or false').transform((text) => text === 'true');
