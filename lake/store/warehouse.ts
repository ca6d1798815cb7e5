import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { dayPrefix, isPartKey, partsPrefix } from '#domain/lake/layout';
import type { Removals } from '#domain/lake/removals';
import { makeDirectory } from '#facade/files/makeDirectory';
import { DirectoryStore } from './directoryStore';
import { nameOf, type WarehouseSettings } from './location';
import { csvToParquet, rewriteWithout } from './parquet';
import { S3Store } from './s3Store';
import type { ObjectStore, StoredObject } from './store';

export interface Part {
  rows: number;
  bytes: number;
}

/** The event files, for those who write them: one process at a time, which its caller sees to. */
export class Warehouse {
  constructor(
    readonly store: ObjectStore,
    /** For files in the making, in the file system of a directory store. */
    private readonly scratch: string,
  ) {}

  /** Takes away what a writer that was killed has left: it may hold events of customers who were erased since. */
  async clearScratch(): Promise<void> {
    await rm(this.scratch, { recursive: true, force: true });
    makeDirectory(this.scratch);
  }

  /**
   * Writes one file from CSV, and puts it in place whole. The same rows give the same file, so a repeat changes nothing.
   * Without a row there is no file, and one of an earlier try is taken away.
   * @param mayPut rejects when this writer is not the only one any more
   */
  async write(key: string, csv: Readable, mayPut: () => Promise<void>): Promise<Part> {
    return this.withFiles(async (text, parquet) => {
      await pipeline(csv, createWriteStream(text));
      const rows = (await stat(text)).size > 0 ? await csvToParquet(text, parquet, this.scratch) : 0;
      await mayPut();
      return this.replace(key, parquet, rows);
    });
  }

  /** Takes events out of one file. Undefined when it held none of them. */
  async remove(key: string, removals: Removals, mayPut: () => Promise<void>): Promise<Part | undefined> {
    return this.withFiles(async (copy, parquet) => {
      const { directory } = this.store;
      const source = directory === undefined ? copy : join(directory, key);
      if (source === copy) await pipeline(await this.store.read(key), createWriteStream(copy));
      const { removed, left } = await rewriteWithout(source, removals, parquet, this.scratch);
      if (removed === 0) return undefined;
      await mayPut();
      return this.replace(key, parquet, left);
    });
  }

  /** Every file of events, or those of one day (`2026-01-31`), in the order of keys. */
  async *parts(day?: string): AsyncIterable<StoredObject> {
    const prefix = day === undefined ? partsPrefix : dayPrefix(day);
    for await (const object of this.store.list(prefix)) if (isPartKey(object.key)) yield object;
  }

  private async replace(key: string, file: string, rows: number): Promise<Part> {
    if (rows === 0) {
      await this.store.remove(key);
      return { rows, bytes: 0 };
    }
    const { size: bytes } = await stat(file);
    await this.store.put(key, file);
    return { rows, bytes };
  }

  private async withFiles<T>(work: (first: string, second: string) => Promise<T>): Promise<T> {
    const [first, second] = [join(this.scratch, randomUUID()), join(this.scratch, randomUUID())];
    try {
      return await work(first, second);
    } finally {
      await rm(first, { force: true });
      await rm(second, { force: true });
    }
  }
}

export function openWarehouse(settings: WarehouseSettings): Warehouse {
  const store = openStore(settings);
  // Beside the events, where a rename reaches them and no reader looks; or else one folder per bucket and prefix.
  if (store.directory !== undefined) return new Warehouse(store, join(store.directory, '_temporary'));
  return new Warehouse(store, join(tmpdir(), `everbox-warehouse-${nameOf(settings)}`));
}

export function openStore({ location, s3Endpoint: endpoint, s3Region: region }: WarehouseSettings): ObjectStore {
  if (location.kind === 'directory') return new DirectoryStore(location.path);
  return new S3Store({ bucket: location.bucket, prefix: location.prefix, endpoint, region });
}
