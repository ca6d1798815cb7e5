import { errors, jwtVerify, SignJWT } from 'jose';
import { isSubject, type Role, roles, subjectPattern } from '#domain/subject';
import { Problem } from '../problems';

const issuer = 'everbox';
const audience = 'everbox';

const keyOf = (secret: string): Uint8Array => new TextEncoder().encode(secret);

export interface TokenRequest {
  subject: string;
  role: Role;
  secret: string;
  ttlSeconds: number;
}

/** A signed bearer token (JWT, HS256). Throws a RangeError when the subject is not of the allowed form. */
export async function issueToken({ subject, role, secret, ttlSeconds }: TokenRequest): Promise<string> {
  if (!isSubject(subject))
    throw new RangeError(`subject must match ${subjectPattern.source}, and be no name of JavaScript's own`);
  const nowSeconds = Math.floor(Date.now() / 1000);
  return new SignJWT({ role })
    .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
    .setSubject(subject)
    .setIssuer(issuer)
    .setAudience(audience)
    .setIssuedAt(nowSeconds)
    .setExpirationTime(nowSeconds + ttlSeconds)
    .sign(keyOf(secret));
}

/**
 * Who a token speaks for. Only HS256 with our issuer and audience, an expiry and one of our roles is taken.
 * @throws Problem `Unauthenticated`; its detail never says more than which rule the token broke.
 */
export async function verifyToken(
  token: string,
  secret: string,
): Promise<{ subject: string; role: Role; expiresAtMs: number }> {
  try {
    const { payload } = await jwtVerify(token, keyOf(secret), {
      // The list is closed: `none` and every asymmetric algorithm are refused whatever the token's header says.
      algorithms: ['HS256'],
      issuer,
      audience,
      requiredClaims: ['exp', 'sub', 'role'],
    });
    const role = roles.find((known) => known === payload.role);
    if (role === undefined) throw unauthenticated('the token has no known role');
    if (!isSubject(payload.sub ?? '')) throw unauthenticated('the token has no valid subject');
    return { subject: payload.sub as string, role, expiresAtMs: (payload.exp as number) * 1_000 };
  } catch (error) {
    if (error instanceof errors.JWTExpired) throw unauthenticated('the token has expired');
    if (error instanceof errors.JOSEError) throw unauthenticated('the token is not valid');
    throw error;
  }
}

export function unauthenticated(detail: string, error = 'error="invalid_token"'): Problem {
  return new Problem('Unauthenticated', detail, {
    headers: { 'WWW-Authenticate': `Bearer realm="everbox"${error ? `, ${error}` : ''}` },
  });
}
