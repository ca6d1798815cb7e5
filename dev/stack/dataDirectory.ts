import { chmodSync, lstatSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { makeDirectory } from '#facade/files/makeDirectory';
import { StartError } from './startError';

/** What the launcher and its processes keep in a data directory, in its own words: see `stackFiles`. */
const ours = /^(lock|secrets\.json|stack\.json|processes\.json|temporal\.db|logs|cache|warehouse|reports)([.-].*)?$/;
/** Postgres keeps its files to itself already, and refuses to start on others' terms. */
const ofPostgres = /^postgres(\.new|\.password)?$/;

/**
 * Runs something that writes into a data directory. @throws StartError that names the directory where it cannot be
 * written to: it cannot be made (/proc), is another's, read-only or full
 */
export function inDataDirectory<T>(directory: string, write: () => T): T {
  try {
    return write();
  } catch (error) {
    const { code, syscall } = error as NodeJS.ErrnoException;
    if (error instanceof StartError || syscall === undefined) throw error;
    throw new StartError(
      code === 'ENOSPC'
        ? `The disk of the data directory ${directory} is full: make room, or set EVERBOX_DATA_DIR to a directory with some.`
        : `The data directory ${directory} cannot be written to (${code}, ${syscall}): set EVERBOX_DATA_DIR to one that can.`,
    );
  }
}

/**
 * Makes the data directory, and keeps to its owner what it holds: addresses, orders and payment tokens are in the
 * histories' database and in exports, and logs name customers' requests. Files that an earlier version left readable are
 * mended. What is not ours (`EVERBOX_DATA_DIR=/tmp`) is let be. Callers hold the lock: where Postgres runs as a user of
 * its own, its start opens the way to it again.
 */
export function ownDataDirectory(directory: string): void {
  inDataDirectory(directory, () => {
    makeDirectory(directory, 0o700);
    const names = readdirSync(directory);
    for (const name of names.filter((each) => ours.test(each))) closeToOthers(join(directory, name));
    if (names.every((name) => ours.test(name) || ofPostgres.test(name))) closeToOthers(directory, false);
  });
}

function closeToOthers(path: string, deep = true): void {
  const facts = lstatSync(path, { throwIfNoEntry: false });
  if (!facts || !(facts.isFile() || facts.isDirectory())) return; // gone, or a link to what is elsewhere
  if ((facts.mode & 0o077) !== 0) chmodUnlessOthers(path, facts.mode & 0o700);
  if (!deep || !facts.isDirectory()) return;
  for (const name of readdirSync(path)) closeToOthers(join(path, name));
}

/** A file of another user (an export made by root, say) is theirs to mend, and no reason not to start. */
function chmodUnlessOthers(path: string, mode: number): void {
  try {
    chmodSync(path, mode);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') throw error;
  }
}
