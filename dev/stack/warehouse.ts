import { join } from 'node:path';
import { z } from 'zod';
import type { WarehouseSettings } from '#lake/store/location';
import { ConfigError, describeIssues, type Environment, onlySet } from '#domain/environment/environment';
import { warehouseOf, warehouseVariables } from '#workers/warehouseConfig';
import { launcherSettings, type LauncherSettings } from './settings';

/** Where the local stack exports to, unless WAREHOUSE_URL says otherwise. */
export const localWarehouse = ({ dataDirectory }: Pick<LauncherSettings, 'dataDirectory'>): string =>
  join(dataDirectory, 'warehouse');

/** The warehouse of a command: that of the environment, or that of this checkout's stack. @throws ConfigError */
export function commandWarehouse(environment: Environment): WarehouseSettings {
  const { success, data, error } = z.object(warehouseVariables).safeParse(onlySet(environment));
  if (!success) throw new ConfigError(describeIssues(error));
  const path = localWarehouse(launcherSettings(environment));
  return warehouseOf(data) ?? { location: { kind: 'directory', path } };
}
