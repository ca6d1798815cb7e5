import type { ChildProcess } from 'node:child_process';
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import type { Ending, Guardian } from './guardian';
import { hasExited, startIdentity, stopChild, stopPid } from './osProcesses';
import { Watcher } from './watcher';

interface RecordedProcess extends Ending {
  pid: number;
  identity: string;
}

/**
 * All processes of one launcher. Each one is stopped by `stopAll`; ended by the watcher when the launcher is killed;
 * and written down, so that should the watcher be killed too, the next start finds and ends it.
 */
export class OwnedProcesses implements Guardian {
  private readonly watcher = new Watcher();
  private readonly children = new Map<ChildProcess, Ending>();
  private closed = false;

  constructor(private readonly file: string) {}

  guard(child: ChildProcess, ending: Ending): void {
    if (child.pid === undefined) return;
    this.watcher.guard(child, ending);
    this.children.set(child, ending);
    child.once('exit', () => {
      this.children.delete(child);
      this.record();
    });
    this.record();
    // Started while everything was being stopped, by a step of the start that had not heard of it yet.
    if (this.closed) child.kill('SIGKILL');
  }

  /** Ends everything: services first, then servers. `force` skips the asking. */
  async stopAll(force = false): Promise<void> {
    this.closed = true;
    if (force) for (const child of this.children.keys()) child.kill('SIGKILL');
    for (const tier of ['service', 'server'] as const) {
      const ofTier = [...this.children].filter(([, ending]) => ending.tier === tier);
      await Promise.all(ofTier.map(([child, { signal, graceMs }]) => stopChild(child, signal, graceMs)));
    }
    this.watcher.close();
  }

  private record(): void {
    const records = [...this.children]
      .filter(([child]) => !hasExited(child))
      .map(([{ pid = 0 }, ending]): RecordedProcess => ({ ...ending, pid, identity: startIdentity(pid) ?? '' }));
    const draft = `${this.file}.new`;
    try {
      writeFileSync(draft, JSON.stringify(records), { mode: 0o600 });
      renameSync(draft, this.file);
    } catch {
      // A full disk must not end the launcher: the record is the second guard only, and the older one stays whole.
      rmSync(draft, { force: true });
    }
  }
}

/** Ends what an earlier launcher, killed together with its watcher, left running. Answers the names. */
export async function stopRecorded(file: string): Promise<string[]> {
  const left = readRecords(file).filter(({ pid, identity }) => identity !== '' && startIdentity(pid) === identity);
  await Promise.all(left.map(({ pid, signal, graceMs }) => stopPid(pid, signal, graceMs)));
  return left.map(({ name }) => name);
}

function readRecords(file: string): RecordedProcess[] {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as RecordedProcess[];
  } catch {
    return []; // no earlier start, or one killed in the middle of writing: Postgres and the lock have their own checks
  }
}
