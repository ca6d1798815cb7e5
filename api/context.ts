import type { Client } from '@temporalio/client';
import type { Logger } from 'pino';
import type { Database, Queryable } from '../db/pool';
import type { Role } from './auth/tokens';

export interface ApiSettings {
  /** HMAC secret of the bearer tokens (HS256). */
  jwtSecret: string;
  /** May operators create test clocks? Never in production. */
  testClocks: boolean;
  /** HMAC secret with which partners sign their webhooks. */
  webhookSecret: string;
}

/** What the API is made of; `createApi` takes it. */
export interface ApiDependencies {
  db: Database;
  temporal: Client;
  taskQueue: string;
  settings: ApiSettings;
  logger: Logger;
  /** Wall time, ms since the epoch; for tests. */
  clock?: () => number;
}

/** What a handler works with. */
export interface ApiContext {
  /** The pool; inside an endpoint with `transaction`, that transaction. */
  db: Queryable;
  temporal: Client;
  taskQueue: string;
  settings: ApiSettings;
  logger: Logger;
  /** Wall time, ms since the epoch. */
  now: () => number;
  /** Throws `Unavailable` when nothing polls the task queue, so that a write is refused before it does anything. */
  requireWorker: () => Promise<void>;
}

export interface Caller {
  subject: string;
  role: Role;
}
