import type { Command } from 'commander';
import { exportPage } from '#activities/lake/exporter';
import { sweepWarehouseFiles } from '#activities/lake/sweep';
import { localCopy } from '#lake/store/localCopy';
import { queryWarehouse } from '#lake/store/query';
import { openWarehouse } from '#lake/store/warehouse';
import { readEnvironment } from '#workers/config';
import { cacheDirectoryOf } from '#dev/stack/settings';
import { StartError } from '#dev/stack/startError';
import { commandWarehouse } from '#dev/stack/warehouse';
import type { EventExportResult } from '#workflows/eventExport/messages';
import { withStorage } from '../storage';
import { printResult } from '../warehouse/print';
import { countOf } from '#domain/countOf';

interface QueryFlags {
  csv?: boolean;
  json?: boolean;
}

/** `everbox warehouse ...`: the exported events, for research. */
export function register(everbox: Command): void {
  const warehouse = everbox
    .command('warehouse')
    .description('ask the exported events with SQL (DuckDB): one SELECT from the view "events"')
    .argument('[sql]', 'such as: SELECT kind, count(*) FROM events GROUP BY kind')
    .option(
      '--csv',
      'print CSV with a header; a text that a spreadsheet would run as a formula begins with an apostrophe',
    )
    .option('--json', 'print one JSON array of objects')
    .addHelpText('after', helpText)
    .action(runQuery);
  warehouse
    .command('export')
    .description('export the events that are final now, and take out of the files what was erased or deleted')
    .option('--json', 'print the summary as one JSON object')
    .action((_flags: unknown, command: Command) => runExport(Boolean(command.optsWithGlobals()['json'])));
}

const helpText = `
Environment:
  WAREHOUSE_URL  a directory, file:///... or s3://bucket/prefix (default: that of this checkout's stack)
  S3_ENDPOINT    address of an S3-compatible store; credentials and region are the AWS SDK's (AWS_ACCESS_KEY_ID, ...)
  DATABASE_URL   for "export": the database (default: that of the running stack)`;

const nothingExported =
  'no event was exported yet, and "events" is empty; they follow five minutes past each hour, or now with "everbox warehouse export"';

async function runQuery(sql: string | undefined, flags: QueryFlags, command: Command): Promise<void> {
  if (sql === undefined) command.help({ error: true });
  if (flags.csv && flags.json) throw new StartError('--csv or --json, not both.');
  const environment = readEnvironment();
  const directory = await localCopy(commandWarehouse(environment), cacheDirectoryOf(environment));
  const format = flags.csv ? 'csv' : flags.json ? 'json' : 'table';
  await queryWarehouse(directory, sql, async (result) => {
    await printResult(result, format, process.stdout);
    // Beside the answer, which stays what a program can read.
    if (!result.isExported) process.stderr.write(`everbox: ${nothingExported}\n`);
  });
}

async function runExport(asJson: boolean): Promise<void> {
  await withStorage(async ({ db }) => {
    const exporter = { db, warehouse: openWarehouse(commandWarehouse(readEnvironment())) };
    const total = { files: 0, events: 0 };
    for (let isDone = false; !isDone;) {
      const page = await exportPage(exporter);
      total.files += page.files;
      total.events += page.events;
      ({ isDone } = page);
    }
    const { customers, retractions, rewrittenFiles } = await sweepWarehouseFiles(exporter);
    const summary: EventExportResult = {
      ...total,
      erasedCustomers: customers,
      retractedEvents: retractions,
      rewrittenFiles,
    };
    process.stdout.write(asJson ? `${JSON.stringify(summary)}\n` : describe(summary));
  });
}

function describe({ files, events, erasedCustomers, retractedEvents, rewrittenFiles }: EventExportResult): string {
  const removed = `taken out: ${countOf(erasedCustomers, 'erased customer')}, ${countOf(retractedEvents, 'deleted event')}`;
  const isChanged = erasedCustomers + retractedEvents > 0;
  return `${countOf(events, 'event')} in ${countOf(files, 'file')}${isChanged ? `; ${removed}, ${countOf(rewrittenFiles, 'file')} written again` : ''}\n`;
}
