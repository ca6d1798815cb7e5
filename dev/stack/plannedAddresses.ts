import type { PortUse } from './ports';
import type { StackAddresses } from './runningStack';
import type { LauncherSettings } from './settings';

export interface PlannedAddresses extends StackAddresses {
  simulatorDatabaseUrl: string;
}

/** Where everything will be once it is up: known before anything starts, since ports are fixed. */
export function plannedAddresses(settings: LauncherSettings, postgresPassword: string): PlannedAddresses {
  const { ports, databaseUrl, temporalAddress } = settings;
  const embedded = (name: string): string =>
    `postgres://everbox:${postgresPassword}@127.0.0.1:${ports.postgres}/${name}`;
  return {
    apiUrl: `http://127.0.0.1:${ports.api}`,
    temporalAddress: temporalAddress ?? `127.0.0.1:${ports.temporal}`,
    temporalUiUrl: temporalAddress ? null : `http://127.0.0.1:${ports.temporalUi}`,
    namespace: settings.namespace,
    taskQueue: settings.taskQueue,
    databaseUrl: databaseUrl ?? embedded('everbox'),
    simulatorUrl: `http://127.0.0.1:${ports.simulator}`,
    // A database of its own where that is ours to make: the simulator stands for other companies.
    simulatorDatabaseUrl: databaseUrl ?? embedded('simulator'),
  };
}

/** The ports that a start with these settings takes. */
export function portUses({ ports, databaseUrl, temporalAddress }: LauncherSettings): PortUse[] {
  const postgres = { port: ports.postgres, purpose: 'Postgres', variable: 'EVERBOX_POSTGRES_PORT' };
  const temporal = [
    { port: ports.temporal, purpose: 'Temporal', variable: 'EVERBOX_TEMPORAL_PORT' },
    { port: ports.temporalUi, purpose: "Temporal's UI", variable: 'EVERBOX_TEMPORAL_UI_PORT' },
  ];
  return [
    { port: ports.api, purpose: 'the API', variable: 'EVERBOX_API_PORT' },
    { port: ports.simulator, purpose: 'the partner simulator', variable: 'EVERBOX_SIMULATOR_PORT' },
    { port: ports.workerMetrics, purpose: "the worker's metrics", variable: 'EVERBOX_WORKER_METRICS_PORT' },
    ...(databaseUrl ? [] : [postgres]),
    ...(temporalAddress ? [] : temporal),
  ];
}
