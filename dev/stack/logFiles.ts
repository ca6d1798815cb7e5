import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, openSync, readFileSync, renameSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { makeDirectory } from '#facade/files/makeDirectory';
import { inDataDirectory } from './dataDirectory';

const rotateAtBytes = 10 * 1024 * 1024;

export interface SpawnSettings {
  environment?: NodeJS.ProcessEnv;
  /** The system user to run as. */
  ids?: { uid: number; gid: number } | undefined;
  /** With a channel for messages, whose closing tells a Node child that its launcher is gone. */
  withChannel?: boolean;
}

/** Starts a child whose output is appended to a log file. A file that has grown large is kept as `.1`. */
export function spawnLogged(command: string, args: string[], logFile: string, settings: SpawnSettings): ChildProcess {
  const { environment, ids, withChannel } = settings;
  const log = openLog(logFile);
  const child = spawn(command, args, {
    // Its own session: a Ctrl-C at the terminal reaches the launcher alone, which stops its children in order.
    detached: true,
    stdio: withChannel ? ['ignore', log, log, 'ipc'] : ['ignore', log, log],
    ...(environment ? { env: environment } : {}),
    ...ids,
  });
  closeSync(log);
  // A command that cannot run has no PID, which callers check; without a listener it would end the launcher.
  child.on('error', () => undefined);
  return child;
}

/** Opened for its owner only: a log names customers, and what went wrong for them. @throws StartError */
function openLog(logFile: string): number {
  return inDataDirectory(dirname(logFile), () => {
    makeDirectory(dirname(logFile), 0o700);
    if ((statSync(logFile, { throwIfNoEntry: false })?.size ?? 0) > rotateAtBytes) renameSync(logFile, `${logFile}.1`);
    return openSync(logFile, 'a', 0o600);
  });
}

/** The last lines of a log, on one line, for an error that says where to look. */
export function tailOf(file: string, lines = 3): string {
  try {
    return readFileSync(file, 'utf8').trim().split('\n').slice(-lines).join(' | ');
  } catch {
    return '(empty)';
  }
}
