import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import type { Command } from 'commander';
import { migrate } from '../../db/migrate';
import { createPool } from '../../db/pool';
import { ConfigError, readEnvironment } from '../../workers/config';
import { repositoryRoot } from '../../workers/paths';
import { loadPrograms, publishPrograms } from '../../workers/programs';
import { importSampleCatalogs, stockSampleStations } from '../../workers/sampleCatalog';
import { ensureSchedules } from '../../workers/schedules';
import { type LauncherSettings, launcherSettings } from '../../workers/stack/settings';
import { ensureSearchAttributes } from '../../workers/stack/temporalNamespace';
import { publishZones } from '../../workers/zones';

/** `everbox migrate`: what a deployment runs once before its processes start. */
export function register(everbox: Command): void {
  everbox
    .command('migrate')
    .description(
      'bring the database, the programs, the zones, the search attributes and the Schedules up to date; safe to run again',
    )
    .option('--sample-catalogs', 'also give programs without items the sample catalogs, and stations units of them')
    .option('--json', 'print the result as one JSON object')
    .addHelpText('after', helpText)
    .action(async (options: { sampleCatalogs?: boolean; json?: boolean }) => {
      const settings = launcherSettings(readEnvironment());
      const done = {
        ...(await prepareDatabase(required(settings, 'databaseUrl', 'DATABASE_URL'), options.sampleCatalogs ?? false)),
        ...(await prepareTemporal(settings)),
      };
      const { programs, zones, schedules } = done;
      process.stdout.write(
        options.json
          ? `${JSON.stringify(done)}\n`
          : `${programs.length} programs and ${zones.length} zones changed, ${schedules} Schedules are up to date\n`,
      );
    });
}

/** The schema first, then what is written into it. */
async function prepareDatabase(databaseUrl: string, withSamples: boolean) {
  await migrate(databaseUrl, join(repositoryRoot(), 'db', 'migrations'));
  const db = createPool(databaseUrl, 2);
  try {
    const programs = await publishPrograms(db);
    const zones = await publishZones(db);
    const samples = withSamples ? await importSampleCatalogs(db) : {};
    const stationSamples = withSamples ? await stockSampleStations(db) : {};
    return { programs, zones, samples, stationSamples };
  } finally {
    await db.end();
  }
}

async function prepareTemporal(settings: LauncherSettings) {
  const { namespace, taskQueue } = settings;
  const address = required(settings, 'temporalAddress', 'TEMPORAL_ADDRESS');
  const connection = await Connection.connect({ address });
  try {
    await ensureSearchAttributes(connection, namespace);
    const schedules = await ensureSchedules(new Client({ connection, namespace }), loadPrograms(), taskQueue);
    return { schedules };
  } finally {
    await connection.close();
  }
}

function required(settings: LauncherSettings, key: 'databaseUrl' | 'temporalAddress', variable: string): string {
  const value = settings[key];
  if (value === undefined)
    throw new ConfigError(`${variable} must be set: migrate changes servers that are up already`);
  return value;
}

const helpText = `
Environment:
  DATABASE_URL         the Postgres to change
  TEMPORAL_ADDRESS     the Temporal (host:port) to change
  TEMPORAL_NAMESPACE   default
  EVERBOX_TASK_QUEUE   everbox`;
