import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { ConfigError, describeIssues, onlySet, type Environment } from '#domain/environment/environment';
import { repositoryRoot } from '#workers/paths';
import { port, postgresUrl } from '#domain/environment/variables';

/** Where the local stack keeps its things and which ports it takes. */
export interface LauncherSettings {
  /** All data of the local stack; everything in it survives a restart. */
  dataDirectory: string;
  /** A Postgres of one's own; absent: the embedded one. */
  databaseUrl: string | undefined;
  /** A running Temporal; absent: the dev server. */
  temporalAddress: string | undefined;
  namespace: string;
  taskQueue: string;
  temporalCliPath: string | undefined;
  searchPath: string;
  cacheDirectory: string;
  ports: {
    api: number;
    simulator: number;
    workerMetrics: number;
    postgres: number;
    temporal: number;
    temporalUi: number;
  };
}

const schema = z.object({
  EVERBOX_DATA_DIR: z.string().optional(),
  DATABASE_URL: postgresUrl.optional(),
  TEMPORAL_ADDRESS: z
    .string()
    .regex(/^[^\s/]+:\d+$/, 'must be host:port')
    .optional(),
  TEMPORAL_NAMESPACE: z.string().default('default'),
  EVERBOX_TASK_QUEUE: z.string().default('everbox'),
  TEMPORAL_CLI_PATH: z.string().optional(),
  PATH: z.string().default(''),
  XDG_CACHE_HOME: z.string().optional(),
  EVERBOX_API_PORT: port.default(7700),
  EVERBOX_SIMULATOR_PORT: port.default(7710),
  EVERBOX_WORKER_METRICS_PORT: port.default(7711),
  EVERBOX_POSTGRES_PORT: port.default(7732),
  EVERBOX_TEMPORAL_PORT: port.default(7733),
  EVERBOX_TEMPORAL_UI_PORT: port.default(7780),
});

/** @throws ConfigError that names each variable and its rule */
export function launcherSettings(environment: Environment): LauncherSettings {
  const { success, data: env, error } = schema.safeParse(onlySet(environment));
  if (!success) throw new ConfigError(describeIssues(error));
  return {
    dataDirectory: resolve(env.EVERBOX_DATA_DIR ?? join(repositoryRoot(), '.everbox')),
    databaseUrl: env.DATABASE_URL,
    temporalAddress: env.TEMPORAL_ADDRESS,
    namespace: env.TEMPORAL_NAMESPACE,
    taskQueue: env.EVERBOX_TASK_QUEUE,
    temporalCliPath: env.TEMPORAL_CLI_PATH,
    searchPath: env.PATH,
    cacheDirectory: join(env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'everbox'),
    ports: {
      api: env.EVERBOX_API_PORT,
      simulator: env.EVERBOX_SIMULATOR_PORT,
      workerMetrics: env.EVERBOX_WORKER_METRICS_PORT,
      postgres: env.EVERBOX_POSTGRES_PORT,
      temporal: env.EVERBOX_TEMPORAL_PORT,
      temporalUi: env.EVERBOX_TEMPORAL_UI_PORT,
    },
  };
}

/** Where things are kept that can be made again, such as the workflow bundle. */
export function cacheDirectoryOf(environment: Environment): string {
  return join(launcherSettings(environment).dataDirectory, 'cache');
}

/** The variables of servers that nothing names, for a message: "DATABASE_URL and TEMPORAL_ADDRESS". */
export const unsetServers = ({ databaseUrl, temporalAddress }: { databaseUrl?: unknown; temporalAddress?: unknown }) =>
  [
    ...(databaseUrl === undefined ? ['DATABASE_URL'] : []),
    ...(temporalAddress === undefined ? ['TEMPORAL_ADDRESS'] : []),
  ].join(' and ');
