import type { Client } from '@temporalio/client';
import type { Logger } from 'pino';
import type { Database, Queryable } from '#db/pool';
import type { PickService } from '#serving/picks/picks';
import type { SearchService } from '#serving/search/service';
import type { Facade } from '#facade/ports/index';
import type { Attempt } from './attempt';
import type { Asker } from '#usecases/context';
import type { EventSettings } from '#usecases/events/settings';
import type { Events } from '#usecases/events/take';
import type { ApiMetrics } from './metrics';
import type { Search } from '../search/open';
import type { StreamSettings } from './stream/settings';

export interface ApiSettings {
  /** HMAC secret of the bearer tokens (HS256). */
  jwtSecret: string;
  /** May operators create test clocks? Never in production. */
  testClocks: boolean;
  /** HMAC secret with which partners sign their webhooks. */
  webhookSecret: string;
}

/** The facade's reads, which a cache answers: the API never waits for a partner to take an effect. */
export type FacadeReads = Pick<Facade, 'inventory' | 'transportation'>;

/** What the API is made of; `createApi` takes it. */
export interface ApiDependencies {
  db: Database;
  temporal: Client;
  taskQueue: string;
  facadeReads: FacadeReads;
  settings: ApiSettings;
  logger: Logger;
  /** Where `/metrics` reads, when others of the process write there too; else the API's own. */
  metrics?: ApiMetrics;
  /** Wall time, ms since the epoch; for tests. */
  clock?: () => number;
  /** How event streams behave; what is left out has its default. */
  streams?: Partial<StreamSettings>;
  /** Whoever made it starts and stops it. Left out: one that keeps nothing, so that every request asks the database. */
  picks?: PickService;
  /** Whoever made it starts and stops it. Left out: one that asks the database at every request whether anything changed. */
  search?: SearchService;
  /** How events of clients are taken; what is left out has its default. */
  events?: Partial<EventSettings>;
}

/** What a handler works with. */
export interface ApiContext {
  /** The pool; inside an endpoint with `transaction`, that transaction. */
  db: Queryable;
  temporal: Client;
  taskQueue: string;
  facadeReads: FacadeReads;
  settings: ApiSettings;
  logger: Logger;
  /** The next picks of customers, from the nearest cache that has them. */
  picks: PickService;
  /** Searches, from the nearest layer that has the answer. */
  search: Search;
  /** Where events of clients go. */
  events: Events;
  /** Wall time, ms since the epoch. */
  now: () => number;
  /** Why what Postgres and Temporal hold does not belong together, in a sentence; null: it does, or nobody can tell. */
  whyApart: () => Promise<string | null>;
  /** Throws `Unavailable` when nothing polls the task queue, so that a write is refused before it does anything. */
  requireWorker: () => Promise<void>;
  /** What is known of the write that this request is; what decides beyond this process is announced to it first. */
  attempt: Attempt;
}

/** What the requests of one API share. */
export type SharedContext = Omit<ApiContext, 'attempt'>;

export interface Caller extends Asker {
  /** When the token ends, ms since the epoch: a stream ends with it. */
  expiresAtMs: number;
}
