import { z } from 'zod';
import { ConfigError, describeIssues, type Environment, onlySet } from '#domain/environment/environment';
import { httpUrl, port, postgresUrl, secret } from '#domain/environment/variables';

/** What the partner simulator's process needs to know. */
export interface SimulatorConfig {
  host: string;
  port: number;
  databaseUrl: string;
  apiKey: string;
  webhookSecret: string;
  /** Base address of Everbox's API, to which webhooks go. */
  webhookUrl: string;
}

const schema = z
  .object({
    EVERBOX_SIMULATOR_HOST: z.string().default('127.0.0.1'),
    EVERBOX_SIMULATOR_PORT: port.default(7710),
    EVERBOX_SIMULATOR_DATABASE_URL: postgresUrl.optional(),
    DATABASE_URL: postgresUrl.optional(),
    EVERBOX_PARTNER_API_KEY: secret,
    EVERBOX_WEBHOOK_SECRET: secret,
    EVERBOX_WEBHOOK_URL: httpUrl,
  })
  .refine((env) => env.EVERBOX_SIMULATOR_DATABASE_URL ?? env.DATABASE_URL, {
    path: ['EVERBOX_SIMULATOR_DATABASE_URL'],
    error: 'must be set, or DATABASE_URL',
  });

/** @throws ConfigError that names each variable and its rule */
export function loadSimulatorConfig(environment: Environment): SimulatorConfig {
  const { success, data: env, error } = schema.safeParse(onlySet(environment));
  if (!success) throw new ConfigError(describeIssues(error));
  return {
    host: env.EVERBOX_SIMULATOR_HOST,
    port: env.EVERBOX_SIMULATOR_PORT,
    databaseUrl: (env.EVERBOX_SIMULATOR_DATABASE_URL ?? env.DATABASE_URL) as string,
    apiKey: env.EVERBOX_PARTNER_API_KEY,
    webhookSecret: env.EVERBOX_WEBHOOK_SECRET,
    webhookUrl: env.EVERBOX_WEBHOOK_URL,
  };
}
