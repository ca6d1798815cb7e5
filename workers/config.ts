import { z } from 'zod';
import { ConfigError, describeIssues, type Environment, onlySet } from '#domain/environment/environment';
import { parseProviders, type ProviderChoices } from './partnerProviders';
import type { WarehouseSettings } from '#lake/store/location';
import { flag, port, postgresUrl, secret } from '#domain/environment/variables';
import { warehouseOf, warehouseVariables } from './warehouseConfig';

/** What one Everbox process needs to know. Read once at start; every value is checked before anything runs. */
export interface Config {
  environment: 'development' | 'production' | 'test';
  logLevel: string;
  databaseUrl: string;
  temporal: { address: string; namespace: string; taskQueue: string };
  api: {
    host: string;
    port: number;
    /** HMAC secret of the bearer tokens (HS256). */
    jwtSecret: string;
    /** Test clocks let an operator run a subscription faster than the wall; never in production. */
    testClocks: boolean;
  };
  /** Where the worker process serves its metrics; absent: nowhere. */
  workerMetrics?: { host: string; port: number };
  /** Valkey or Redis in which API processes share rankings; absent: each ranks for itself. */
  sharedCacheUrl?: string;
  /** Days that events are kept, and older than which they are refused; absent: 400. */
  eventRetentionDays?: number;
  /** Where events are exported to for research; absent: nowhere. */
  warehouse?: WarehouseSettings;
  /** From where models learn; absent: the events table. */
  learningSource?: 'warehouse';
  partners: {
    /** Who serves each port: the partner's API (or the simulator's) at a URL, or dummy data. */
    providers: ProviderChoices;
    /** Bearer key that Everbox shows to partners. */
    apiKey: string;
    /** HMAC secret with which partners sign their webhooks. */
    webhookSecret: string;
    /** How long one partner call may take, ms. */
    timeoutMs: number;
  };
}

/** The only place that reads the process's environment. */
export function readEnvironment(): Environment {
  return process.env;
}

export function loadConfig(): Config {
  return parseConfig(readEnvironment());
}

const logLevel = z
  .enum(
    ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'],
    'must be trace, debug, info, warn, error, fatal or silent',
  )
  .default('info');

const schema = z
  .object({
    NODE_ENV: z
      .enum(['development', 'production', 'test'], 'must be development, production or test')
      .default('development'),
    EVERBOX_LOG_LEVEL: logLevel,
    DATABASE_URL: postgresUrl,
    TEMPORAL_ADDRESS: z.string('must be set, as host:port').regex(/^[^\s/]+:\d+$/, 'must be host:port'),
    TEMPORAL_NAMESPACE: z.string().default('default'),
    EVERBOX_TASK_QUEUE: z.string().default('everbox'),
    EVERBOX_API_HOST: z.string().default('127.0.0.1'),
    EVERBOX_API_PORT: port.default(7700),
    EVERBOX_WORKER_METRICS_HOST: z.string().default('127.0.0.1'),
    EVERBOX_WORKER_METRICS_PORT: port.optional(),
    EVERBOX_JWT_SECRET: secret,
    EVERBOX_TEST_CLOCKS: flag.default(false),
    EVERBOX_PARTNER_API_KEY: secret,
    EVERBOX_WEBHOOK_SECRET: secret,
    REDIS_URL: z.url({ protocol: /^rediss?$/, error: 'must be a redis:// or rediss:// URL' }).optional(),
    ...warehouseVariables,
    EVERBOX_LEARNING_SOURCE: z.enum(['postgres', 'warehouse'], 'must be postgres or warehouse').default('postgres'),
    EVERBOX_EVENT_RETENTION_DAYS: z.coerce
      .number('must be a number of days')
      .int('must be a whole number of days')
      // Less than a few cycles, and nothing can be learnt.
      .min(30, 'must be 30 or more')
      .max(3_650, 'must be 3650 or less')
      .optional(),
    EVERBOX_PARTNER_TIMEOUT_MS: z.coerce
      .number('must be a number of milliseconds')
      .int('must be a whole number of milliseconds')
      .min(100, 'must be 100 or more')
      .max(60_000, 'must be 60000 or less')
      .default(5_000),
  })
  .refine((env) => !(env.NODE_ENV === 'production' && env.EVERBOX_TEST_CLOCKS), {
    path: ['EVERBOX_TEST_CLOCKS'],
    error: 'must not be true in production',
  })
  .refine((env) => env.EVERBOX_LEARNING_SOURCE === 'postgres' || env.WAREHOUSE_URL, {
    path: ['EVERBOX_LEARNING_SOURCE'],
    error: 'must not be warehouse without WAREHOUSE_URL',
  });

/**
 * Checks the environment and gives it its shape. An empty variable counts as unset.
 * @throws ConfigError that lists every fault at once, never a value, since some are secrets.
 */
export function parseConfig(environment: Environment): Config {
  const given = onlySet(environment);
  const { success, data: env, error } = schema.safeParse(given);
  const partners = parseProviders(given);
  if (!success || !('providers' in partners)) {
    throw new ConfigError([...(error ? [describeIssues(error)] : []), ...partners.faults].join('; '));
  }
  return {
    environment: env.NODE_ENV,
    logLevel: env.EVERBOX_LOG_LEVEL,
    databaseUrl: env.DATABASE_URL,
    temporal: { address: env.TEMPORAL_ADDRESS, namespace: env.TEMPORAL_NAMESPACE, taskQueue: env.EVERBOX_TASK_QUEUE },
    api: {
      host: env.EVERBOX_API_HOST,
      port: env.EVERBOX_API_PORT,
      jwtSecret: env.EVERBOX_JWT_SECRET,
      testClocks: env.EVERBOX_TEST_CLOCKS,
    },
    ...(env.EVERBOX_WORKER_METRICS_PORT
      ? { workerMetrics: { host: env.EVERBOX_WORKER_METRICS_HOST, port: env.EVERBOX_WORKER_METRICS_PORT } }
      : {}),
    ...(env.REDIS_URL ? { sharedCacheUrl: env.REDIS_URL } : {}),
    ...(env.EVERBOX_EVENT_RETENTION_DAYS ? { eventRetentionDays: env.EVERBOX_EVENT_RETENTION_DAYS } : {}),
    ...(env.WAREHOUSE_URL ? { warehouse: warehouseOf(env) } : {}),
    ...(env.EVERBOX_LEARNING_SOURCE === 'warehouse' ? { learningSource: env.EVERBOX_LEARNING_SOURCE } : {}),
    partners: {
      providers: partners.providers,
      apiKey: env.EVERBOX_PARTNER_API_KEY,
      webhookSecret: env.EVERBOX_WEBHOOK_SECRET,
      timeoutMs: env.EVERBOX_PARTNER_TIMEOUT_MS,
    },
  };
}

/** For the logger that reports a bad configuration: a bad level must not keep it from doing so. */
export function readLogLevel(): string {
  return logLevel.catch('info').parse(readEnvironment()['EVERBOX_LOG_LEVEL'] || undefined);
}
