import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { z } from 'zod';
import { ApiClient } from '#cli/http/client';
import { ApiProblem, ApiUnreachable } from '#cli/http/problem';

interface Scripted {
  status: number;
  body?: unknown;
}

/** Answers one request after the other from a script, and remembers what it was asked. */
class ScriptedApi {
  readonly seen: { method: string | undefined; key: string | undefined; authorization: string | undefined }[] = [];
  script: Scripted[] = [];
  private readonly server: Server = createServer((request, response) => {
    this.remember(request);
    const { status, body = {} } = this.script.shift() ?? { status: 500 };
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  });

  async open(): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  close(): Promise<void> {
    this.server.closeAllConnections();
    return new Promise((resolve) => this.server.close(() => resolve()));
  }

  private remember({ method, headers }: IncomingMessage): void {
    const key = headers['idempotency-key'];
    this.seen.push({ method, key: typeof key === 'string' ? key : undefined, authorization: headers.authorization });
  }
}

const wish = { method: 'POST', path: '/wish', body: { n: 1 }, answer: z.object({ done: z.boolean() }) } as const;

describe('the API client of the command line', () => {
  const api = new ScriptedApi();
  let apiUrl: string;

  beforeAll(async () => {
    apiUrl = await api.open();
  });
  afterAll(() => api.close());
  beforeEach(() => {
    api.seen.length = 0;
  });

  it('repeats a write that a 503 met, with the same key', async () => {
    api.script = [{ status: 503 }, { status: 503 }, { status: 200, body: { done: true } }];
    expect(await new ApiClient({ apiUrl, token: 't', retries: 5 }).send(wish)).toEqual({ done: true });
    expect(api.seen).toHaveLength(3);
    expect(new Set(api.seen.map(({ key }) => key)).size).toBe(1);
    expect(api.seen[0]).toMatchObject({ method: 'POST', authorization: 'Bearer t' });
  });

  it('uses another key for another wish, and none to read', async () => {
    api.script = [1, 2, 3].map(() => ({ status: 200, body: { done: true } }));
    const client = new ApiClient({ apiUrl, token: 't' });
    await client.send(wish);
    await client.send(wish);
    await client.send({ method: 'GET', path: '/wish', answer: wish.answer });
    const [first, second, read] = api.seen.map(({ key }) => key);
    expect(first).not.toBe(second);
    expect(read).toBeUndefined();
  });

  it('takes a refusal for an answer', async () => {
    api.script = [{ status: 409, body: { type: 'urn:everbox:problem:CutoffPassed', title: 'Too late' } }];
    const refused = new ApiClient({ apiUrl, token: 't', retries: 5 }).send(wish);
    await expect(refused).rejects.toThrow(new ApiProblem(409, 'CutoffPassed', 'Too late'));
    expect(api.seen).toHaveLength(1);
  });

  it('gives up after its retries', async () => {
    api.script = [{ status: 503 }, { status: 503 }];
    await expect(new ApiClient({ apiUrl, token: 't', retries: 1 }).send(wish)).rejects.toMatchObject({ status: 503 });
    expect(api.seen).toHaveLength(2);
  });

  it('refuses an answer of another shape', async () => {
    api.script = [{ status: 200, body: { done: 'yes' } }];
    await expect(new ApiClient({ apiUrl, token: 't' }).send(wish)).rejects.toThrow(z.ZodError);
  });

  it('says that nobody answers', async () => {
    const gone = new ScriptedApi();
    const url = await gone.open();
    await gone.close();
    const error: unknown = await new ApiClient({ apiUrl: url, token: 't' })
      .send(wish)
      .catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(ApiUnreachable);
    expect(error).toMatchObject({ message: `the API at ${url} does not answer` });
  });

  it('ends with the reason when it is aborted', async () => {
    const controller = new AbortController();
    controller.abort(new Error('enough'));
    const client = new ApiClient({ apiUrl, token: 't', retries: 5, signal: controller.signal });
    await expect(client.send(wish)).rejects.toThrow('enough');
  });
});
