import { createWriteStream, type WriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { once } from 'node:events';
import type { Refusal } from '#domain/catalog/mapRow';
import { makeDirectory } from '#facade/files/makeDirectory';
import { csvLine } from '#domain/csv';
import { CatalogFileError } from './catalogFileError';

/** The rows that an import refused, as a CSV file that appears, whole, when the import is done. */
export class RefusalReport {
  private readonly reasons = new Map<string, number>();
  private count = 0;

  private constructor(
    private readonly path: string,
    private readonly file: WriteStream,
  ) {}

  /** Throws a CatalogFileError when no file can be written there. */
  static async open(path: string): Promise<RefusalReport> {
    try {
      makeDirectory(dirname(path), 0o700);
      const file = createWriteStream(partial(path));
      await once(file, 'open');
      const report = new RefusalReport(path, file);
      await report.write(['line', 'sku', 'column', 'reason']);
      return report;
    } catch (error) {
      throw new CatalogFileError(`${path}: the report cannot be written (${(error as NodeJS.ErrnoException).code})`);
    }
  }

  /** How many rows were refused so far. */
  get refused(): number {
    return this.count;
  }

  /** How many by column and reason, most first. */
  get refusedByReason(): Record<string, number> {
    return Object.fromEntries([...this.reasons].sort(([, a], [, b]) => b - a));
  }

  async add({ line, sku, column, reason, detail }: Refusal): Promise<void> {
    this.count += 1;
    const key = `${column} ${reason}`.trim();
    this.reasons.set(key, (this.reasons.get(key) ?? 0) + 1);
    await this.write([
      String(line),
      sku || null,
      column || null,
      detail === undefined ? reason : `${reason} (${detail})`,
    ]);
  }

  async publish(): Promise<void> {
    await this.close();
    await rename(partial(this.path), this.path);
  }

  async discard(): Promise<void> {
    await this.close();
    await rm(partial(this.path), { force: true });
  }

  private async write(cells: (string | null)[]): Promise<void> {
    // Awaited when the buffer is full, so that a file of refused rows only does not gather in memory.
    if (!this.file.write(`${csvLine(cells)}\n`)) await once(this.file, 'drain');
  }

  private async close(): Promise<void> {
    this.file.end();
    if (!this.file.closed) await once(this.file, 'close');
  }
}

const partial = (path: string): string => `${path}.part`;
