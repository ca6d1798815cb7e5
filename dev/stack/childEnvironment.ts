import type { Environment } from '#domain/environment/environment';
import { parseConfig } from '#workers/config';
import type { StackAddresses, StackSecrets } from './runningStack';
import type { LauncherSettings } from './settings';
import { localWarehouse } from './warehouse';

/**
 * The environment that our processes run with: what the person set goes before what the launcher chose. The whole is
 * checked here, before anything starts, so that a bad value is one sentence and not three dead processes.
 * @throws ConfigError
 */
export function childEnvironment(
  environment: Environment,
  settings: LauncherSettings,
  addresses: StackAddresses & { simulatorDatabaseUrl: string },
  secrets: StackSecrets,
): NodeJS.ProcessEnv {
  const isProduction = environment['NODE_ENV'] === 'production';
  const chosen: NodeJS.ProcessEnv = {
    NODE_ENV: 'development',
    EVERBOX_TEST_CLOCKS: isProduction ? 'false' : 'true',
    EVERBOX_PAYMENT_URL: `${addresses.simulatorUrl}/payment`,
    EVERBOX_WAREHOUSE_URL: `${addresses.simulatorUrl}/warehouse`,
    EVERBOX_CARRIER_URL: `${addresses.simulatorUrl}/carrier`,
    EVERBOX_NOTIFICATIONS_URL: `${addresses.simulatorUrl}/notifications`,
    EVERBOX_INVENTORY_URL: `${addresses.simulatorUrl}/inventory`,
    EVERBOX_TRANSPORTATION_URL: `${addresses.simulatorUrl}/transportation`,
    EVERBOX_WEBHOOK_URL: addresses.apiUrl,
    EVERBOX_SIMULATOR_DATABASE_URL: addresses.simulatorDatabaseUrl,
    WAREHOUSE_URL: localWarehouse(settings),
    EVERBOX_JWT_SECRET: secrets.jwtSecret,
    EVERBOX_PARTNER_API_KEY: secrets.partnerApiKey,
    EVERBOX_WEBHOOK_SECRET: secrets.webhookSecret,
  };
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value));
  const all: NodeJS.ProcessEnv = {
    ...chosen,
    ...given,
    DATABASE_URL: addresses.databaseUrl,
    TEMPORAL_ADDRESS: addresses.temporalAddress,
    TEMPORAL_NAMESPACE: settings.namespace,
    EVERBOX_TASK_QUEUE: settings.taskQueue,
    EVERBOX_API_PORT: String(settings.ports.api),
    EVERBOX_SIMULATOR_PORT: String(settings.ports.simulator),
    EVERBOX_WORKER_METRICS_PORT: String(settings.ports.workerMetrics),
    EVERBOX_DATA_DIR: settings.dataDirectory,
  };
  parseConfig(all);
  return all;
}
