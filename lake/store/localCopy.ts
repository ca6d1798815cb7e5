import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { isPartKey, partsPrefix } from '#domain/lake/layout';
import { makeDirectory } from '#facade/files/makeDirectory';
import { nameOf, type WarehouseSettings } from './location';
import type { ObjectStore } from './store';
import { openStore } from './warehouse';

/**
 * A directory with every file of events: the warehouse's own, or a copy of a bucket, which is brought up to date here. A
 * file that is there in its newest version is not fetched again; one that is gone from the bucket goes here too.
 */
export async function localCopy(settings: WarehouseSettings, cacheDirectory: string): Promise<string> {
  const store = openStore(settings);
  if (store.directory !== undefined) return store.directory;
  const directory = join(cacheDirectory, 'warehouse', nameOf(settings));
  const current = new Set<string>();
  for await (const { key, bytes, version } of store.list(partsPrefix)) {
    if (!isPartKey(key)) continue;
    // The version is part of the name: a file that was written again after an erasure is another one.
    const local = key.replace(/\.parquet$/, `~${version.replaceAll(/\W/g, '')}.parquet`);
    current.add(local);
    const isThere = (await stat(join(directory, local)).catch(() => undefined))?.size === bytes;
    if (!isThere) await fetch(store, key, join(directory, local));
  }
  await removeOthers(directory, current);
  return directory;
}

async function fetch(store: ObjectStore, key: string, target: string): Promise<void> {
  const unfinished = join(dirname(target), `${randomUUID()}.part`);
  makeDirectory(dirname(target));
  try {
    await pipeline(await store.read(key), createWriteStream(unfinished));
    await rename(unfinished, target);
  } finally {
    await rm(unfinished, { force: true });
  }
}

/** What an erasure took out of the bucket must not stay here. */
async function removeOthers(directory: string, current: Set<string>): Promise<void> {
  const names = await readdir(join(directory, partsPrefix), { recursive: true }).catch(() => []);
  for (const name of names.filter((each) => each.endsWith('.parquet'))) {
    if (!current.has(`${partsPrefix}${name}`)) await rm(join(directory, partsPrefix, name), { force: true });
  }
}
