import type { ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Client } from 'pg';
import { makeDirectory } from '#facade/files/makeDirectory';
import { spawnLogged, tailOf } from './logFiles';
import { exited, hasExited, stopChild } from './osProcesses';
import type { Guardian } from './guardian';
import { findPostgresBinaries, type PostgresBinaries } from './postgresBinaries';
import { stopLeftover } from './postgresLeftover';
import { findPostgresUser, giveDirectory, giveFile, type PostgresUser } from './postgresUser';
import { StartError } from './startError';
import { minuteMs } from '#domain/time';

export interface PostgresOptions {
  dataDirectory: string;
  logFile: string;
  port: number;
  password: string;
  /** False gives up what survives a crash of the machine for speed: for tests only. */
  durable: boolean;
  guardian: Guardian;
}

export interface ServerProcess {
  child: ChildProcess;
  stop(): Promise<void>;
}

export interface PostgresServer extends ServerProcess {
  /** The server's own `postgres` database; other names replace the path. */
  url: string;
}

// Above what a first start on a slow disk takes; a server that is not up by then has a fault that its log names.
const startTimeoutMs = minuteMs;
// A fast shutdown writes one checkpoint. Past this, SIGKILL: the next start replays the log, so nothing is lost.
const stopGraceMs = 20_000;
// The processes of a postmaster that was killed hold its memory until they have noticed, on a busy machine for seconds.
const leftMemoryMs = 30_000;

/** Starts the embedded Postgres on 127.0.0.1, creating its data directory at the first start. */
export async function startPostgres(options: PostgresOptions): Promise<PostgresServer> {
  const binaries = await findPostgresBinaries();
  const user = await findPostgresUser();
  if (!existsSync(join(options.dataDirectory, 'PG_VERSION'))) await initialise(options, binaries, user);
  await giveDirectory(options.dataDirectory, user);
  await stopLeftover(options.dataDirectory);
  for (const until = Date.now() + leftMemoryMs; ; await new Promise((resolve) => setTimeout(resolve, 200))) {
    try {
      return await launchServer(options, binaries, user);
    } catch (error) {
      if (!isMemoryLeft(error) || Date.now() > until) throw error;
    }
  }
}

const isMemoryLeft = (error: unknown): boolean =>
  error instanceof StartError && error.message.includes('pre-existing shared memory block');

async function launchServer(
  options: PostgresOptions,
  binaries: PostgresBinaries,
  user: PostgresUser,
): Promise<PostgresServer> {
  const child = launch(user, binaries.postgres, serverArguments(options), options.logFile);
  const ending = { name: 'Postgres', tier: 'server', signal: 'SIGINT', graceMs: stopGraceMs } as const;
  options.guardian.guard(child, ending);
  const server = {
    child,
    url: `postgres://everbox:${options.password}@127.0.0.1:${options.port}/postgres`,
    stop: () => stopChild(child, ending.signal, ending.graceMs),
  };
  try {
    await untilReady(server, options.logFile);
  } catch (error) {
    await server.stop();
    throw error;
  }
  return server;
}

function serverArguments({ dataDirectory, port, durable }: PostgresOptions): string[] {
  const settings = [
    'listen_addresses=127.0.0.1',
    // TCP only: a socket path under a deep directory is longer than the 107 bytes that the kernel allows.
    'unix_socket_directories=',
    ...(durable ? [] : ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off']),
  ];
  return ['-D', dataDirectory, '-p', String(port), ...settings.flatMap((setting) => ['-c', setting])];
}

/** Creates the cluster beside its place and renames it, so that a first start cut short leaves nothing half made. */
async function initialise(options: PostgresOptions, binaries: PostgresBinaries, user: PostgresUser): Promise<void> {
  const draft = `${options.dataDirectory}.new`;
  const passwordFile = `${options.dataDirectory}.password`;
  await rm(draft, { recursive: true, force: true });
  makeDirectory(draft, 0o700);
  await giveDirectory(draft, user);
  await writeFile(passwordFile, `${options.password}\n`, { mode: 0o600 });
  await giveFile(passwordFile, user);
  // Unicode rules for case and order come from Postgres itself (builtin), the same on every machine.
  const locale = ['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];
  const access = ['--auth=scram-sha-256', '--username=everbox', `--pwfile=${passwordFile}`];
  const sync = options.durable ? [] : ['--no-sync'];
  const child = launch(user, binaries.initdb, ['-D', draft, ...access, ...locale, ...sync], options.logFile);
  options.guardian.guard(child, { name: 'initdb', tier: 'server', signal: 'SIGTERM', graceMs: 2_000 });
  await exited(child);
  await rm(passwordFile, { force: true });
  if (child.exitCode !== 0) throw failure('could not create its data directory', options.logFile);
  await rename(draft, options.dataDirectory);
}

function launch(user: PostgresUser, binary: string, args: string[], logFile: string): ChildProcess {
  const [command = '', ...rest] = [...user.prefix, binary, ...args];
  return spawnLogged(command, rest, logFile, { ids: user.ids });
}

async function untilReady({ child, url }: PostgresServer, logFile: string): Promise<void> {
  for (const deadline = Date.now() + startTimeoutMs; Date.now() < deadline;) {
    if (hasExited(child) || child.pid === undefined) throw failure('stopped while starting', logFile);
    const client = new Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
    client.on('error', () => undefined);
    try {
      await client.connect();
      return;
    } catch (error) {
      // 28P01: it is up, with another password than ours.
      if ((error as { code?: string }).code === '28P01') {
        throw new StartError(
          'The stored Postgres password does not open the stored data: restore .everbox/secrets.json, or remove .everbox to start afresh.',
        );
      }
      await new Promise((resolve) => setTimeout(resolve, 50));
    } finally {
      await client.end().catch(() => undefined);
    }
  }
  throw failure('did not answer in time', logFile);
}

function failure(what: string, logFile: string): StartError {
  return new StartError(`Postgres ${what}; its log ${logFile} ends with: ${tailOf(logFile)}`);
}
