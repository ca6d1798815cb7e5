import { execFileSync, type ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !isZombie(pid);
  } catch (error) {
    // EPERM: it lives, under another user.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Dead, and not yet fetched by its parent, which in a container without an init may never happen. */
function isZombie(pid: number): boolean {
  if (process.platform !== 'linux') return false;
  try {
    return statFields(pid)[0] === 'Z';
  } catch {
    return false; // hidden from us, which a zombie of our own user is not
  }
}

/** Fields of /proc/PID/stat from the third (the state) on; the name before it may hold spaces and brackets. */
function statFields(pid: number): string[] {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
}

/** The command line of a live process, or undefined: a PID from a file may by now belong to something else. */
export function commandLineOf(pid: number): string | undefined {
  return ask(pid, () => readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').join(' '), 'args=');
}

/** When a live process started, in the system's own terms: with the PID it tells one process from all others. */
export function startIdentity(pid: number): string | undefined {
  // Field 22 of the whole: clock ticks from the machine's start to the process's.
  return ask(pid, () => statFields(pid)[19] ?? '', 'lstart=');
}

/** Slim Linux images have no `ps`, and other systems have no /proc. */
function ask(pid: number, fromProc: () => string, psColumn: string): string | undefined {
  if (!isAlive(pid)) return undefined;
  try {
    if (process.platform === 'linux') return fromProc().trim() || undefined;
    return execFileSync('ps', ['-ww', '-o', psColumn, '-p', String(pid)], { encoding: 'utf8' }).trim() || undefined;
  } catch {
    return undefined; // ended in between
  }
}

export function hasExited(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}

/** Resolves when the process has ended; at once when it had, or never began. */
export function exited(child: ChildProcess): Promise<void> {
  if (hasExited(child) || child.pid === undefined) return Promise.resolve();
  return new Promise((resolve) => child.once('exit', () => resolve()));
}

/** Asks a child to end, and kills it when it has not after `graceMs`. Resolves once it is gone. */
export async function stopChild(child: ChildProcess, signal: NodeJS.Signals, graceMs: number): Promise<void> {
  if (hasExited(child) || child.pid === undefined) return;
  child.kill(signal);
  const killTimer = setTimeout(() => child.kill('SIGKILL'), graceMs);
  await exited(child);
  clearTimeout(killTimer);
}

/** The same for a process that is not our child (left over from a run that was killed). */
export async function stopPid(pid: number, signal: NodeJS.Signals, graceMs: number): Promise<void> {
  const deadlineMs = Date.now() + graceMs;
  kill(pid, signal);
  while (isAlive(pid)) {
    if (Date.now() > deadlineMs) kill(pid, 'SIGKILL');
    // A process that even SIGKILL cannot end (uninterruptible I/O) must not hang the start for ever.
    if (Date.now() > deadlineMs + 5_000) return;
    await sleep(50);
  }
}

function kill(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // Gone already.
  }
}
