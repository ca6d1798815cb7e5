import { decodeJwt, decodeProtectedHeader } from 'jose';
import { issueToken, verifyToken } from '#api/http/auth/tokens';
import { roles } from '#domain/subject';

const secret = 's'.repeat(32);
const token = (change: Partial<Parameters<typeof issueToken>[0]> = {}) =>
  issueToken({ subject: 'cus_1', role: 'customer', secret, ttlSeconds: 60, ...change });

test.each(roles)('a token of the role %s is taken back', async (role) => {
  const issued = await token({ role, subject: 'a-B_9' });
  const expiresAtMs = (decodeJwt(issued).exp ?? 0) * 1_000;
  expect(await verifyToken(issued, secret)).toEqual({ subject: 'a-B_9', role, expiresAtMs });
});

test('it says who, for what and until when, and nothing else', async () => {
  const issued = await token({ ttlSeconds: 90 });
  const { iat = 0, exp, ...claims } = decodeJwt(issued);
  expect(claims).toEqual({ sub: 'cus_1', role: 'customer', iss: 'everbox', aud: 'everbox' });
  expect(exp).toBe(iat + 90);
  expect(decodeProtectedHeader(issued)).toEqual({ alg: 'HS256', typ: 'JWT' });
});

test.each(['', 'a b', 'a:b', 'x'.repeat(65), 'ä', '__proto__', 'constructor'])(
  'the subject %j is refused',
  async (subject) => {
    await expect(token({ subject })).rejects.toThrow(RangeError);
  },
);

test('an expired token, another secret and a changed token are refused', async () => {
  const refusal = { type: 'Unauthenticated', status: 401 };
  await expect(verifyToken(await token({ ttlSeconds: -1 }), secret)).rejects.toMatchObject(refusal);
  await expect(verifyToken(await token(), 'x'.repeat(32))).rejects.toMatchObject(refusal);
  const [header, payload = '', signature] = (await token()).split('.');
  const claims: object = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'));
  const raised = Buffer.from(JSON.stringify({ ...claims, role: 'operator' })).toString('base64url');
  await expect(verifyToken(`${header}.${raised}.${signature}`, secret)).rejects.toMatchObject(refusal);
});
