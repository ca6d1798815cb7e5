import type { Readable } from 'node:stream';

/** One file of the store. */
export interface StoredObject {
  key: string;
  bytes: number;
  /** Another one when the content is another. */
  version: string;
}

/** A store of files under keys with slashes: a directory, or a bucket of S3. A technical fault is a WarehouseFault. */
export interface ObjectStore {
  /** Puts a local file under a key, whole and durably, in place of what was there. Never seen half. May move the file. */
  put(key: string, file: string): Promise<void>;
  /** Nothing happens when it is not there. */
  remove(key: string): Promise<void>;
  /** In the order of keys. */
  list(prefix: string): AsyncIterable<StoredObject>;
  read(key: string): Promise<Readable>;
  /** Where the files are local already; absent: they are elsewhere. */
  readonly directory?: string;
}

/** The store did not answer, or not as it should; a later try may succeed. */
export class WarehouseFault extends Error {
  override readonly name = 'WarehouseFault';
}
