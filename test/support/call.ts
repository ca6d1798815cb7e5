import { randomBytes } from 'node:crypto';

export interface Answer {
  status: number;
  // oxlint-disable-next-line typescript/no-explicit-any -- tests assert what it holds; the API's own tests its shape
  body: any;
  headers: Headers;
}

/** One call of the API, with a fresh idempotency key unless one is given. */
export async function call(
  world: { apiUrl: string },
  token: string,
  method: string,
  path: string,
  body?: unknown,
  key: string = randomBytes(12).toString('hex'),
): Promise<Answer> {
  const response = await fetch(`${world.apiUrl}${path}`, {
    method,
    headers: {
      authorization: `Bearer ${token}`,
      ...(method === 'GET' ? {} : { 'idempotency-key': key, 'content-type': 'application/json' }),
    },
    ...(method === 'GET' ? {} : { body: JSON.stringify(body ?? {}) }),
  });
  const text = await response.text();
  return { status: response.status, body: text === '' ? null : JSON.parse(text), headers: response.headers };
}
