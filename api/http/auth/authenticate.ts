import type { ApiSettings, Caller } from '../context';
import { Problem } from '../problems';
import { Lru } from '#serving/cache/lru';
import { unauthenticated, verifyToken } from './tokens';
import type { Role } from '#domain/subject';

/** The caller behind an `Authorization` header. @throws Problem 401 without a valid token, 403 for a role not listed. */
export async function authenticate(
  header: string | undefined,
  allowed: readonly Role[],
  settings: ApiSettings,
): Promise<Caller> {
  // RFC 6750: a request that shows no credentials at all gets the bare challenge, without an error code.
  if (header === undefined) throw unauthenticated('send Authorization: Bearer <token>', '');
  const token = /^Bearer +([A-Za-z0-9._~+/-]+=*)$/i.exec(header)?.[1];
  if (token === undefined) throw unauthenticated('the Authorization header is not a bearer token');
  const caller = await callerOf(token, settings);
  if (!allowed.includes(caller.role)) {
    throw new Problem('Forbidden', `the role ${caller.role} may not do this`);
  }
  return caller;
}

/** Tokens whose signature is not computed again: a client sends the same one until it expires. */
const keptTokens = 10_000;
const verified = new WeakMap<ApiSettings, Lru<Caller & { expiresAtMs: number }>>();

/** A token that was good stays good until it expires, since nothing can take it back. One that is refused is not kept. */
async function callerOf(token: string, settings: ApiSettings): Promise<Caller> {
  const kept = verified.get(settings) ?? new Lru(keptTokens);
  verified.set(settings, kept);
  const known = kept.get(token);
  if (known && Date.now() < known.expiresAtMs) return known;
  const caller = await verifyToken(token, settings.jwtSecret);
  kept.set(token, caller);
  return caller;
}
