import type { Command } from 'commander';
import { runUp } from '../up/run';

/** `everbox up` */
export function register(everbox: Command): void {
  everbox
    .command('up')
    .description('start Postgres, Temporal, the partner simulator, a worker and the API on this machine, until Ctrl-C')
    .option('--json', 'print one line of JSON when everything is up, and progress to stderr')
    .addHelpText('after', helpText)
    .action((options: { json?: boolean }) => runUp(options));
}

const helpText = `
Data lives under .everbox/ and is there again at the next start.

Environment:
  DATABASE_URL            a Postgres to use instead of the embedded one
  TEMPORAL_ADDRESS        a Temporal (host:port) to use instead of the development server
  TEMPORAL_CLI_PATH       the temporal command to use for the development server
  EVERBOX_DATA_DIR        where data lives (.everbox)
  EVERBOX_API_PORT        7700
  EVERBOX_SIMULATOR_PORT  7710
  EVERBOX_WORKER_METRICS_PORT  7711, for Prometheus
  EVERBOX_POSTGRES_PORT   7732
  EVERBOX_TEMPORAL_PORT   7733
  EVERBOX_TEMPORAL_UI_PORT  7780`;
