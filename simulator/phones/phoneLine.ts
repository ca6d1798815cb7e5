import { z } from 'zod';

export interface PhoneAnswer {
  status: number;
  body: unknown;
  /** Last part of a problem's type; empty where there is none. */
  type: string;
}

/** Longer than a busy API takes; a phone asks again. */
const answerTimeoutMs = 10_000;
const problem = z.object({ type: z.string() });

/** One request of a phone. @throws without an answer */
export async function askEverbox(
  { apiUrl, token }: { apiUrl: string; token: string },
  { method, path, body, key }: { method: string; path: string; body?: object; key?: string },
): Promise<PhoneAnswer> {
  const response = await fetch(`${apiUrl.replace(/\/+$/, '')}${path}`, {
    method,
    headers: {
      authorization: `Bearer ${token}`,
      ...(key ? { 'idempotency-key': key } : {}),
      ...(body ? { 'content-type': 'application/json' } : {}),
    },
    ...(body ? { body: JSON.stringify(body) } : {}),
    signal: AbortSignal.timeout(answerTimeoutMs),
  });
  const parsed = parseJson(await response.text());
  const refusal = problem.safeParse(parsed);
  const type = refusal.success ? (refusal.data.type.split(':').at(-1) ?? '') : '';
  return { status: response.status, body: parsed, type };
}

/** The body of an answer that is none but a yes. @throws on any refusal */
export async function must(asked: Promise<PhoneAnswer>): Promise<unknown> {
  const { status, body, type } = await asked;
  if (status < 300) return body;
  throw new Error(`Everbox answered ${status} ${type}`);
}

/** A yes or a no. @throws when the server is down, busy, or does not know us: then it is to be asked again */
export async function decided(asked: Promise<PhoneAnswer>): Promise<PhoneAnswer> {
  const answer = await asked;
  if (answer.status < 500 && ![401, 408, 429].includes(answer.status)) return answer;
  throw new Error(`Everbox answered ${answer.status} ${answer.type}`);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
