import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import type { S3Client } from '@aws-sdk/client-s3';
import { s3Library } from './libraries';
import { type ObjectStore, type StoredObject, WarehouseFault } from './store';

export interface S3Settings {
  bucket: string;
  /** Before every key: empty, or ends with a slash. */
  prefix: string;
  endpoint: string | undefined;
  region: string | undefined;
}

/** A bucket of S3, or of a store that speaks the same. A put is atomic there, and durable once it is answered. */
export class S3Store implements ObjectStore {
  private client: S3Client | undefined;

  constructor(private readonly settings: S3Settings) {}

  /** A single put: S3 takes 5 GB in one, hundreds of millions of events. */
  async put(key: string, file: string): Promise<void> {
    const { size } = await stat(file);
    const { PutObjectCommand } = s3Library();
    const object = { ...this.at(key), Body: createReadStream(file), ContentLength: size };
    await this.ask(`put ${key}`, (client) => client.send(new PutObjectCommand(object)));
  }

  async remove(key: string): Promise<void> {
    const { DeleteObjectCommand } = s3Library();
    await this.ask(`delete ${key}`, (client) => client.send(new DeleteObjectCommand(this.at(key))));
  }

  async *list(prefix: string): AsyncIterable<StoredObject> {
    const { ListObjectsV2Command } = s3Library();
    const { bucket, prefix: before } = this.settings;
    let token: string | undefined;
    do {
      const input = { Bucket: bucket, Prefix: `${before}${prefix}`, ContinuationToken: token };
      const page = await this.ask(`list ${prefix}`, (client) => client.send(new ListObjectsV2Command(input)));
      for (const { Key = '', Size = 0, ETag = '' } of page.Contents ?? []) {
        yield { key: Key.slice(before.length), bytes: Size, version: ETag.replaceAll('"', '') };
      }
      token = page.NextContinuationToken;
    } while (token);
  }

  async read(key: string): Promise<Readable> {
    const { GetObjectCommand } = s3Library();
    const { Body } = await this.ask(`get ${key}`, (client) => client.send(new GetObjectCommand(this.at(key))));
    return Body as Readable; // in Node it is one
  }

  private at(key: string) {
    return { Bucket: this.settings.bucket, Key: `${this.settings.prefix}${key}` };
  }

  private async ask<T>(what: string, call: (client: S3Client) => Promise<T>): Promise<T> {
    try {
      return await call((this.client ??= this.connect()));
    } catch (error) {
      const reason = error instanceof Error ? error.message || error.name : String(error);
      throw new WarehouseFault(`S3 store, ${what}: ${reason}`, { cause: error });
    }
  }

  private connect(): S3Client {
    const { endpoint, region } = this.settings;
    return new (s3Library().S3Client)({
      // A store of one's own has hosts by bucket seldom, and regions never; the SDK asks for one all the same.
      ...(endpoint ? { endpoint, forcePathStyle: true, region: region ?? 'us-east-1' } : {}),
      ...(region ? { region } : {}),
      // Faults are thrown; what the SDK would print besides goes into the results of a command.
      logger: { debug: nothing, info: nothing, warn: nothing, error: nothing },
      // Not every compatible store knows the SDK's newer checksums.
      requestChecksumCalculation: 'WHEN_REQUIRED',
      responseChecksumValidation: 'WHEN_REQUIRED',
    });
  }
}

const nothing = (): void => undefined;
