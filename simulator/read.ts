import type { Pool } from 'pg';
import type { z } from 'zod';
import type { Partner } from '#facade/ports/index';
import type { Answer } from './operation';
import { plainly } from '#domain/schemaWords';

/** A partner's GET: it has no effect and no key, so every call is answered anew. */
export interface Read {
  partner: Partner;
  /** Name of the port's method. */
  name: string;
  /** Express path of its GET. */
  path: string;
  parse(input: unknown): z.ZodSafeParseResult<unknown>;
  perform(request: unknown, pool: Pool): Promise<Answer['body']>;
}

/** A read from a typed description; its type is erased, so that one router can hold all of them. */
export function read<S extends z.ZodType>(description: {
  partner: Partner;
  name: string;
  path: string;
  /** Shape of the query and the path's parameters, taken together. */
  request: S;
  perform: (request: z.infer<S>, pool: Pool) => Promise<Answer['body']>;
}): Read {
  const { request, perform, ...rest } = description;
  return {
    ...rest,
    parse: (input) => request.safeParse(input, plainly),
    // Only ever called with what `parse` has accepted.
    perform: (input, pool) => perform(input as z.infer<S>, pool),
  };
}
