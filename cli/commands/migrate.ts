import { join } from 'node:path';
import { Client } from '@temporalio/client';
import type { Command } from 'commander';
import { migrate } from '#db/migrate';
import { createCommandPool } from '#db/pool';
import { repositoryRoot } from '#workers/paths';
import { loadPrograms, publishPrograms, samplesDirectory } from '#workers/programs';
import { importSampleCatalogs, stockSampleStations } from '#usecases/catalog/samples';
import { ensureSchedules } from '#workers/schedules';
import { rememberTogether } from '#workers/recovery/together';
import { requireDatabase } from '#dev/stack/databases';
import { connectTemporal } from '#dev/stack/prepare';
import { ensureSearchAttributes } from '#dev/stack/temporalNamespace';
import { publishZones } from '#workers/zones';
import { requireServers } from '../servers';
import { countOf } from '#domain/countOf';

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
    .action(runMigrate);
}

interface Flags {
  sampleCatalogs?: boolean;
  json?: boolean;
}

/** Both servers are asked before either is changed: half a migration would have to be told from a whole one. */
async function runMigrate({ sampleCatalogs = false, json = false }: Flags): Promise<void> {
  const { databaseUrl, temporalAddress, namespace, taskQueue } = requireServers();
  await requireDatabase(databaseUrl);
  const connection = await connectTemporal(temporalAddress, namespace);
  try {
    const { programs, zones, ...samples } = await prepareDatabase(databaseUrl, sampleCatalogs);
    await ensureSearchAttributes(connection, namespace);
    const schedules = await ensureSchedules(new Client({ connection, namespace }), loadPrograms(), taskQueue);
    await rememberTogether(databaseUrl, { address: temporalAddress, namespace });
    process.stdout.write(
      json
        ? `${JSON.stringify({ programs, zones, ...samples, schedules })}\n`
        : `${countOf(programs.length, 'program')} and ${countOf(zones.length, 'zone')} changed, ${countOf(schedules, 'Schedule is', 'Schedules are')} up to date\n`,
    );
  } finally {
    await connection.close();
  }
}

/** The schema first, then what is written into it. */
async function prepareDatabase(databaseUrl: string, withSamples: boolean) {
  await migrate(databaseUrl, join(repositoryRoot(), 'db', 'migrations'));
  const db = createCommandPool(databaseUrl);
  try {
    const programs = await publishPrograms(db);
    const zones = await publishZones(db);
    const samples = withSamples ? await importSampleCatalogs(db, samplesDirectory()) : {};
    const stationSamples = withSamples ? await stockSampleStations(db) : {};
    return { programs, zones, samples, stationSamples };
  } finally {
    await db.end();
  }
}

const helpText = `
Environment:
  DATABASE_URL         the Postgres (default: that of the running stack)
  TEMPORAL_ADDRESS     the Temporal, host:port (default: that of the running stack)
  TEMPORAL_NAMESPACE   default
  EVERBOX_TASK_QUEUE   everbox`;
