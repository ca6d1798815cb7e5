import { parseArgs } from 'node:util';
import { readEnvironment } from '#workers/config';
import { executablesOn } from '#dev/stack/executables';
import { readRunningStack } from '#dev/stack/runningStack';
import { launcherSettings } from '#dev/stack/settings';
import { StartError } from '#dev/stack/startError';
import { run } from './run';
import { printStatements } from './statements';

/**
 * The `psql` of this machine on Everbox's database. The embedded Postgres comes without one: where none is installed,
 * `--command` alone is answered by us.
 */
export async function psql(args: string[]): Promise<number> {
  const { databaseUrl, searchPath } = launcherSettings(readEnvironment());
  const url = databaseUrl ?? readRunningStack()?.databaseUrl;
  if (url === undefined) throw new StartError('No database: start Everbox first (npm start), or set DATABASE_URL.');
  const [client] = executablesOn(searchPath, 'psql');
  if (client !== undefined) return run(client, args, libpqVariables(url));
  const sql = onlyCommand(args);
  if (sql === undefined) {
    throw new StartError(
      'There is no psql on the PATH, and the embedded Postgres comes without one: install it, or ask with --command "SELECT ..." alone, which needs none.',
    );
  }
  await printStatements(url, sql, process.stdout);
  return 0;
}

/** The SQL of `-c SQL` or `--command SQL`; undefined when anything else is given. */
function onlyCommand(args: string[]): string | undefined {
  try {
    return parseArgs({ args, options: { command: { type: 'string', short: 'c' } } }).values.command;
  } catch {
    return undefined;
  }
}

/** Parameters of a URL, and where libpq reads them instead. */
const parameterVariables = {
  host: 'PGHOST',
  port: 'PGPORT',
  user: 'PGUSER',
  sslmode: 'PGSSLMODE',
  sslrootcert: 'PGSSLROOTCERT',
  sslcert: 'PGSSLCERT',
  sslkey: 'PGSSLKEY',
};

/** By the environment and not as arguments, which everybody on the machine may read while it runs. */
function libpqVariables(databaseUrl: string): Record<string, string> {
  const { hostname, port, username, password, pathname, searchParams } = new URL(databaseUrl);
  const given: [name: string, value: string | null][] = [
    ...Object.entries(parameterVariables).map(
      ([name, variable]) => [variable, searchParams.get(name)] as [string, string | null],
    ),
    ['PGHOST', decodeURIComponent(hostname.replace(/^\[(.*)\]$/, '$1'))],
    ['PGPORT', port],
    ['PGUSER', decodeURIComponent(username)],
    ['PGPASSWORD', decodeURIComponent(password)],
    ['PGDATABASE', decodeURIComponent(pathname.slice(1))],
  ];
  return Object.fromEntries(given.filter((each): each is [string, string] => Boolean(each[1])));
}
