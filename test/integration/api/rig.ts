import { randomBytes } from 'node:crypto';
import { Client, Connection } from '@temporalio/client';
import pino from 'pino';
import { issueToken } from '#api/http/auth/tokens';
import type { Role } from '#domain/subject';
import type { ApiSettings } from '#api/http/context';
import type { EventSettings } from '#usecases/events/settings';
import { createApi, listen, type Listening } from '#api/server';
import type { StreamSettings } from '#api/http/stream/settings';
import { publishProgram } from '#db/catalog/programs';
import { publishZone } from '#db/deliveries/zones';
import { signWebhook } from '#facade/webhooks/signature';
import { FakeReads } from '#test/support/facadeReads';
import { createTestDatabase, testTemporalAddress, type TestDatabase } from '#test/support/database';
import { stockStations, testZone } from '#test/support/testZone';
import { toyItems, toyProgram } from '#test/support/toyProgram';
import { type Contract, openContract } from './contract';

export const jwtSecret = 'test-secret-of-at-least-32-characters';
export const webhookSecret = 'webhook-secret-of-at-least-32-characters';

// oxlint-disable-next-line typescript/no-explicit-any -- each test asserts the shape, and `contract` checks it against OpenAPI
export type Json = any;

export interface Answer {
  status: number;
  body: Json;
  headers: Headers;
}

export interface CallOptions {
  role?: Role;
  subject?: string;
  /** Used as it is; `role` and `subject` count for nothing then. */
  headers?: Record<string, string>;
  body?: unknown;
  /** Sent as it is instead of `body`. */
  rawBody?: string;
  /** Idempotency-Key; a new one for every write unless given. Null: none. */
  key?: string | null;
}

/** The API alone, on a database of its own and the shared Temporal server; no worker polls its task queue. */
export class ApiRig {
  /** What the API takes for now, ms since the epoch; null: the wall. */
  nowMs: number | null = null;

  private constructor(
    readonly database: TestDatabase,
    readonly temporal: Client,
    readonly taskQueue: string,
    readonly listening: Listening,
    private readonly connection: Connection,
    private readonly contract: Contract,
    /** What partners say of stations and zones. */
    readonly reads: FakeReads,
  ) {}

  static async open(
    settings: Partial<ApiSettings> = {},
    streams: Partial<StreamSettings> = {},
    events: Partial<EventSettings> = {},
  ): Promise<ApiRig> {
    const database = await createTestDatabase();
    await publishProgram(database.pool, toyProgram());
    await toyItems(database.pool, toyProgram());
    await publishZone(database.pool, testZone());
    await stockStations(database.pool, testZone(), toyProgram().id);
    const connection = await Connection.connect({ address: testTemporalAddress() });
    const temporal = new Client({ connection });
    const taskQueue = `api-${randomBytes(6).toString('hex')}`;
    const reads = new FakeReads();
    let rig: ApiRig | undefined;
    const app = createApi({
      db: database.pool,
      temporal,
      taskQueue,
      facadeReads: reads,
      streams,
      events,
      clock: () => rig?.nowMs ?? Date.now(),
      settings: { jwtSecret, webhookSecret, testClocks: true, ...settings },
      logger: pino({ level: 'silent' }),
    });
    const listening = await listen(app, { host: '127.0.0.1', port: 0 });
    const contract = await openContract(listening.url);
    rig = new ApiRig(database, temporal, taskQueue, listening, connection, contract, reads);
    return rig;
  }

  async close(): Promise<void> {
    await this.listening.close();
    await this.connection.close();
    await this.database.drop();
  }

  /** One call; its answer is checked against the OpenAPI document. */
  async call(method: string, path: string, options: CallOptions = {}): Promise<Answer> {
    const { role, subject = 'cus_1', body, rawBody, key = randomBytes(12).toString('hex') } = options;
    const headers: Record<string, string> = {};
    if (role) headers['authorization'] = `Bearer ${await tokenFor(role, subject)}`;
    if (method !== 'GET' && key !== null) headers['idempotency-key'] = key;
    const text = rawBody ?? (body === undefined ? undefined : JSON.stringify(body));
    if (text !== undefined) headers['content-type'] = 'application/json';
    const response = await fetch(`${this.listening.url}${path}`, {
      method,
      headers: { ...headers, ...options.headers },
      ...(text === undefined ? {} : { body: text }),
    });
    const answerText = await response.text();
    const isJson = (response.headers.get('content-type') ?? '').includes('json');
    const answer = {
      status: response.status,
      body: isJson ? JSON.parse(answerText) : answerText,
      headers: response.headers,
    };
    if (isJson) this.contract.check(method, path, answer);
    return answer;
  }

  /** A tracking event, signed now unless a header is given. */
  webhook(event: unknown, signature?: string): Promise<Answer> {
    const rawBody = typeof event === 'string' ? event : JSON.stringify(event);
    const signed = signature ?? signWebhook(webhookSecret, rawBody, Math.floor(Date.now() / 1000));
    return this.call('POST', '/v1/webhooks/carrier', { rawBody, key: null, headers: { 'everbox-signature': signed } });
  }

  async count(table: string, where = 'true'): Promise<number> {
    const { rows } = await this.database.pool.query<{ n: number }>(`SELECT count(*) AS n FROM ${table} WHERE ${where}`);
    return rows[0]?.n ?? 0;
  }
}

export const tokenFor = (role: Role, subject: string): Promise<string> =>
  issueToken({ role, subject, secret: jwtSecret, ttlSeconds: 600 });

export const address = {
  name: 'A Person',
  line1: '1 High Street',
  city: 'Leeds',
  postalCode: 'LS1 1AA',
  country: 'GB',
};

export const signUpBody = (change: Record<string, unknown> = {}) => ({
  programId: 'test-toys',
  planId: 'monthly',
  email: 'person@example.com',
  zone: 'Europe/London',
  address,
  paymentToken: 'tok_ok',
  preferences: { likes: ['building'], dislikes: ['science'] },
  ...change,
});
