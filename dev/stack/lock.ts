import { linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { makeDirectory } from '#facade/files/makeDirectory';
import { inDataDirectory } from './dataDirectory';
import { startIdentity } from './osProcesses';
import { StartError } from './startError';

interface Holder {
  pid: number;
  identity: string;
}

/**
 * One launcher per data directory. The lock holds its PID and start time, so that one left by a launcher that was
 * killed is taken over, also when its PID belongs to something else by now. Answers how to give it back.
 */
export function acquireLock(file: string): () => void {
  const mine = `${file}.${process.pid}`;
  const holder: Holder = { pid: process.pid, identity: startIdentity(process.pid) ?? '' };
  inDataDirectory(dirname(file), () => {
    makeDirectory(dirname(file), 0o700);
    writeFileSync(mine, JSON.stringify(holder), { mode: 0o600 });
  });
  try {
    for (let attempt = 0; ; attempt++) {
      if (linked(mine, file)) return () => rmSync(file, { force: true });
      const other = lockHolder(file);
      if (other !== undefined || attempt === 3) {
        throw new StartError(
          `Everbox already runs on ${dirname(file)} (process ${other?.pid ?? 'unknown'}): stop it first, or set EVERBOX_DATA_DIR to another directory.`,
        );
      }
      rmSync(file, { force: true });
    }
  } finally {
    rmSync(mine, { force: true });
  }
}

/** The live launcher that holds the lock, if any. */
export function lockHolder(file: string): Holder | undefined {
  try {
    const holder = JSON.parse(readFileSync(file, 'utf8')) as Holder;
    return startIdentity(holder.pid) === holder.identity ? holder : undefined;
  } catch {
    return undefined;
  }
}

/** A link appears whole or not at all, where a file would be empty for a moment. */
function linked(existing: string, name: string): boolean {
  try {
    linkSync(existing, name);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}
