import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { migrate } from '#db/migrate';
import { createCommandPool } from '#db/pool';
import { repositoryRoot } from '#workers/paths';
import { loadPrograms, publishPrograms, samplesDirectory } from '#workers/programs';
import { importSampleCatalogs, stockSampleStations } from '#usecases/catalog/samples';
import { ensureSchedules } from '#workers/schedules';
import { publishZones } from '#workers/zones';
import type { Progress } from './progress';
import { StartError } from './startError';
import { ensureRetention, ensureSearchAttributes } from './temporalNamespace';

/** Schema, programs, zones and samples. Safe to run again: each step leaves alone what is there already. */
export async function prepareDatabase(databaseUrl: string, progress: Progress): Promise<void> {
  await progress.step('Migrations', () => migrate(databaseUrl, join(repositoryRoot(), 'db', 'migrations')));
  const db = createCommandPool(databaseUrl);
  try {
    await progress.step('Programs, zones and sample catalogs', async () => {
      await publishPrograms(db);
      await publishZones(db);
      await importSampleCatalogs(db, samplesDirectory());
      await stockSampleStations(db);
    });
  } finally {
    await db.end();
  }
}

export interface TemporalTarget {
  address: string;
  namespace: string;
  taskQueue: string;
  /** Our own server, whose retention is ours to set. */
  isOwn: boolean;
}

/** Search attributes, retention and Schedules. Safe to run again. */
export async function prepareTemporal(target: TemporalTarget, progress: Progress): Promise<void> {
  const { address, namespace, taskQueue, isOwn } = target;
  const connection = await connectTemporal(address, namespace);
  try {
    await progress.step('Search attributes', async () => {
      await ensureSearchAttributes(connection, namespace);
      if (isOwn) await ensureRetention(connection, namespace);
    });
    await progress.step('Schedules', () =>
      ensureSchedules(new Client({ connection, namespace }), loadPrograms(), taskQueue),
    );
  } finally {
    await connection.close();
  }
}

/** A connection to a Temporal that answers for its namespace. @throws StartError with one sentence */
export async function connectTemporal(address: string, namespace: string): Promise<Connection> {
  let connection: Connection;
  try {
    connection = await Connection.connect({ address, connectTimeout: 5_000 });
  } catch {
    throw new StartError(
      `The Temporal of TEMPORAL_ADDRESS (${address}) does not answer: correct it, or unset it to use the development server.`,
    );
  }
  try {
    await connection.workflowService.describeNamespace({ namespace });
    return connection;
  } catch (error) {
    await connection.close();
    throw new StartError(
      `The Temporal of TEMPORAL_ADDRESS (${address}) has no namespace ${namespace} for us (${(error as Error).message}): correct TEMPORAL_NAMESPACE.`,
    );
  }
}
