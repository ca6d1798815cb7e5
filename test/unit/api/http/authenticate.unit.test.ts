import { authenticate } from '#api/http/auth/authenticate';
import { issueToken } from '#api/http/auth/tokens';
import type { ApiSettings } from '#api/http/context';

const settingsWith = (secret: string): ApiSettings => ({ jwtSecret: secret, webhookSecret: secret, testClocks: false });
const settings = settingsWith('s'.repeat(32));
const bearer = async (ttlSeconds: number, secret = settings.jwtSecret): Promise<string> =>
  `Bearer ${await issueToken({ subject: 'cus_1', role: 'customer', secret, ttlSeconds })}`;
const refused = { type: 'Unauthenticated', status: 401 };

afterEach(() => vi.useRealTimers());

test('a token that was taken before is taken again, until it expires', async () => {
  const header = await bearer(60);
  const caller = await authenticate(header, ['customer'], settings);
  expect(await authenticate(header, ['customer'], settings)).toEqual(caller);
  vi.useFakeTimers({
    now: caller.expiresAtMs,
    toFake: ['Date', 'setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'],
  });
  await expect(authenticate(header, ['customer'], settings)).rejects.toMatchObject(refused);
});

test('having been taken gives a token no other role, and no other API takes it', async () => {
  const header = await bearer(60);
  await authenticate(header, ['customer'], settings);
  await expect(authenticate(header, ['operator'], settings)).rejects.toMatchObject({ type: 'Forbidden' });
  await expect(authenticate(header, ['customer'], settingsWith('x'.repeat(32)))).rejects.toMatchObject(refused);
});

test('a token that was refused is refused again, and so is a changed one', async () => {
  const expired = await bearer(-1);
  for (const _ of [1, 2]) await expect(authenticate(expired, ['customer'], settings)).rejects.toMatchObject(refused);
  const good = await bearer(60);
  await authenticate(good, ['customer'], settings);
  const [header, payload, signature = ''] = good.split('.');
  const changed = `${header}.${payload}.${signature.startsWith('A') ? 'B' : 'A'}${signature.slice(1)}`;
  for (const _ of [1, 2]) await expect(authenticate(changed, ['customer'], settings)).rejects.toMatchObject(refused);
});
