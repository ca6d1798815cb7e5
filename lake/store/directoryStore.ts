import { createReadStream } from 'node:fs';
import { open, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { makeDirectory } from '#facade/files/makeDirectory';
import type { ObjectStore, StoredObject } from './store';

/** A directory, also one of a network. Files that are put must be in the same file system, to be renamed into place. */
export class DirectoryStore implements ObjectStore {
  constructor(readonly directory: string) {}

  async put(key: string, file: string): Promise<void> {
    const target = join(this.directory, key);
    const folder = dirname(target);
    makeDirectory(folder);
    await sync(file);
    await rename(file, target);
    // The rename is durable once the folder is; a new folder once those above it are.
    for (let each = folder; each.length >= this.directory.length; each = dirname(each)) await sync(each);
  }

  async remove(key: string): Promise<void> {
    const target = join(this.directory, key);
    await rm(target, { force: true });
    await sync(dirname(target)).catch(ignoreAbsence);
  }

  async *list(prefix: string): AsyncIterable<StoredObject> {
    const found = await readdir(join(this.directory, prefix), { recursive: true }).catch(ignoreAbsence);
    for (const name of (found ?? []).sort()) {
      const facts = await stat(join(this.directory, prefix, name)).catch(ignoreAbsence);
      if (facts?.isFile()) yield { key: `${prefix}${name}`, bytes: facts.size, version: `${facts.mtimeMs}` };
    }
  }

  async read(key: string): Promise<Readable> {
    return createReadStream(join(this.directory, key));
  }
}

async function sync(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function ignoreAbsence(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error;
  return undefined;
}
