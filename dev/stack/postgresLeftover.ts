import { readFile, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { commandLineOf, stopPid } from './osProcesses';

/**
 * Makes a data directory startable after a crash. `postmaster.pid` names the server that used it last:
 * still running (its launcher was killed): it is stopped; the PID now belongs to something else: Postgres would refuse
 * to start, so the file is removed; dead: Postgres sees that by itself. Callers hold the stack's lock.
 */
export async function stopLeftover(dataDirectory: string): Promise<void> {
  const pidFile = join(dataDirectory, 'postmaster.pid');
  const pid = Number((await readFile(pidFile, 'utf8').catch(() => '')).split('\n')[0]);
  if (!Number.isInteger(pid) || pid <= 0) return;
  const commandLine = commandLineOf(pid);
  if (commandLine === undefined) return;
  if (commandLine.includes('postgres') && commandLine.includes(resolve(dataDirectory))) {
    await stopPid(pid, 'SIGINT', 20_000);
  } else {
    await rm(pidFile, { force: true });
  }
}
