import { z } from 'zod';

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
  partners: {
    paymentUrl: string;
    warehouseUrl: string;
    carrierUrl: string;
    notificationsUrl: string;
    /** Bearer key that Everbox shows to partners. */
    apiKey: string;
    /** HMAC secret with which partners sign their webhooks. */
    webhookSecret: string;
    /** How long one partner call may take, ms. */
    timeoutMs: number;
  };
}

export type Environment = Readonly<Record<string, string | undefined>>;

/** The only place that reads the process's environment. */
export function readEnvironment(): Environment {
  return process.env;
}

export function loadConfig(): Config {
  return parseConfig(readEnvironment());
}

/** The environment holds a value that Everbox cannot run with; the message names each variable and its rule. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

export const port = z.coerce
  .number('must be a number')
  .int('must be a whole number')
  .min(1, 'must be 1 or more')
  .max(65_535, 'must be 65535 or less');
export const httpUrl = z.url({ protocol: /^https?$/, error: 'must be an http:// or https:// URL' });
// 256 bits in hexadecimal are 64 characters; fewer than 32 of anything could be guessed.
export const secret = z.string('must be set').min(32, 'must have at least 32 characters');
export const postgresUrl = z.url({ protocol: /^postgres(ql)?$/, error: 'must be a postgres:// URL' });
const flag = z.enum(['true', 'false'], 'must be true or false').transform((text) => text === 'true');
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
    EVERBOX_JWT_SECRET: secret,
    EVERBOX_TEST_CLOCKS: flag.default(false),
    EVERBOX_PAYMENT_URL: httpUrl,
    EVERBOX_WAREHOUSE_URL: httpUrl,
    EVERBOX_CARRIER_URL: httpUrl,
    EVERBOX_NOTIFICATIONS_URL: httpUrl,
    EVERBOX_PARTNER_API_KEY: secret,
    EVERBOX_WEBHOOK_SECRET: secret,
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
  });

/**
 * Checks the environment and gives it its shape. An empty variable counts as unset.
 * @throws ConfigError that lists every fault at once, never a value, since some are secrets.
 */
export function parseConfig(environment: Environment): Config {
  const { success, data: env, error } = schema.safeParse(onlySet(environment));
  if (!success) throw new ConfigError(describeIssues(error));
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
    partners: {
      paymentUrl: env.EVERBOX_PAYMENT_URL,
      warehouseUrl: env.EVERBOX_WAREHOUSE_URL,
      carrierUrl: env.EVERBOX_CARRIER_URL,
      notificationsUrl: env.EVERBOX_NOTIFICATIONS_URL,
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

/** The variables that hold something: an empty one counts as unset. */
export function onlySet(environment: Environment): Record<string, string> {
  const entries = Object.entries(environment).filter((entry): entry is [string, string] => Boolean(entry[1]));
  return Object.fromEntries(entries);
}

/** Variable and rule of each fault, without the value. */
export function describeIssues(error: z.ZodError): string {
  return error.issues.map(({ path, message }) => `${path.join('.')} ${message}`).join('; ');
}
