import type { Command } from 'commander';

/** `everbox temporal` and `psql`, for the list of commands only: `main` hands on to them, whatever their arguments are. */
export function register(everbox: Command): void {
  everbox
    .command('temporal')
    .argument('[arguments...]', 'its own; see "everbox temporal --help"')
    .description("Temporal's command line, on the Temporal of the stack or of TEMPORAL_ADDRESS");
  everbox
    .command('psql')
    .argument('[arguments...]', 'its own; where no psql is installed, --command SQL alone')
    .description("Postgres' command line, on the database of the stack or of DATABASE_URL");
}
