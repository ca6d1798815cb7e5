import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Connection } from '@temporalio/client';
import { makeDirectory } from '#facade/files/makeDirectory';
import { searchAttributeKeys } from '#workflows/searchAttributes';
import { readEnvironment } from '#workers/config';
import { spawnLogged, tailOf } from './logFiles';
import { hasExited, stopChild } from './osProcesses';
import type { Guardian } from './guardian';
import { isListening } from './ports';
import type { ServerProcess } from './postgres';
import { StartError } from './startError';
import { minuteMs } from '#domain/time';

export interface TemporalOptions {
  cliPath: string;
  namespace: string;
  port: number;
  /** Absent: no UI. */
  uiPort?: number;
  /** Absent: workflows live in memory and end with the server, for tests. */
  databaseFile?: string;
  logFile: string;
  guardian: Guardian;
}

export interface TemporalServer extends ServerProcess {
  address: string;
}

// A cold start on a loaded machine; a server that is not up by then has a fault that its log names.
const startTimeoutMs = minuteMs;
// Closing SQLite takes well under a second; SIGKILL after this loses nothing either, since every write is in the WAL.
const stopGraceMs = 10_000;

/** Starts Temporal's development server on 127.0.0.1 and waits until its namespace answers. */
export async function startTemporal(options: TemporalOptions): Promise<TemporalServer> {
  if (options.databaseFile) makeDirectory(dirname(options.databaseFile), 0o700);
  const child = spawnLogged(options.cliPath, serverArguments(options), options.logFile, {
    environment: withoutTemporal(),
  });
  const ending = { name: 'Temporal', tier: 'server', signal: 'SIGTERM', graceMs: stopGraceMs } as const;
  options.guardian.guard(child, ending);
  const server = {
    child,
    address: `127.0.0.1:${options.port}`,
    stop: () => stopChild(child, ending.signal, ending.graceMs),
  };
  try {
    await untilReady(server, options);
  } catch (error) {
    await server.stop();
    throw error;
  }
  return server;
}

function serverArguments(options: TemporalOptions): string[] {
  const { port, uiPort, namespace, databaseFile } = options;
  const storage = databaseFile
    ? ['--db-filename', databaseFile, '--sqlite-pragma', 'journal_mode=WAL', '--sqlite-pragma', 'synchronous=NORMAL']
    : [];
  return [
    'server',
    'start-dev',
    '--ip=127.0.0.1',
    `--port=${port}`,
    `--namespace=${namespace}`,
    ...(uiPort === undefined ? ['--headless'] : [`--ui-port=${uiPort}`]),
    ...storage,
    // At the start, since ones that are added later take a while to be known.
    ...searchAttributeKeys.flatMap(({ name }) => ['--search-attribute', `${name}=Keyword`]),
  ];
}

/** The CLI reads TEMPORAL_* as defaults of its client; meant for another server, they must not reach this one. */
function withoutTemporal(): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(readEnvironment()).filter(([name]) => !name.startsWith('TEMPORAL_')));
}

async function untilReady(
  { child, address }: TemporalServer,
  { namespace, port, logFile }: TemporalOptions,
): Promise<void> {
  for (const deadline = Date.now() + startTimeoutMs; Date.now() < deadline; await sleep(50)) {
    if (hasExited(child) || child.pid === undefined) throw failure('stopped while starting', logFile);
    // Asked before it listens, a gRPC channel waits a second before it tries again.
    if ((await isListening(port)) && (await namespaceAnswers(address, namespace))) return;
  }
  throw failure('did not answer in time', logFile);
}

async function namespaceAnswers(address: string, namespace: string): Promise<boolean> {
  let connection: Connection | undefined;
  try {
    connection = await Connection.connect({ address, connectTimeout: 2_000 });
    await connection.workflowService.describeNamespace({ namespace });
    return true;
  } catch {
    return false;
  } finally {
    await connection?.close();
  }
}

function failure(what: string, logFile: string): StartError {
  return new StartError(`Temporal ${what}; its log ${logFile} ends with: ${tailOf(logFile)}`);
}
