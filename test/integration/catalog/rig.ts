import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Program } from '#domain/program/types';
import { importCatalog, type ImportSummary } from '#usecases/catalog/import/importCatalog';
import { loadPrograms, publishPrograms } from '#workers/programs';
import { createTestDatabase, type TestDatabase } from '#test/support/database';

export const header = 'sku,name,category_path,manufacturer,price_gbp,stock,review_count,question_count,rating';
export const good = (sku: string, stock = '5\u00a0new'): string =>
  `${sku},Robot ${sku},Electronic Toys > Robots,Ohm,9.6,${stock},3,1,4.5`;

/** A database with the programs, and a folder for the files that are imported into one of them. */
export class ImportRig {
  private constructor(
    readonly database: TestDatabase,
    readonly program: Program,
    readonly directory: string,
  ) {}

  static async open(): Promise<ImportRig> {
    const database = await createTestDatabase();
    await publishPrograms(database.pool);
    const program = loadPrograms().find(({ id }) => id === 'stem-toys')!;
    return new ImportRig(database, program, mkdtempSync(join(tmpdir(), 'everbox-import-')));
  }

  async close(): Promise<void> {
    rmSync(this.directory, { recursive: true });
    await this.database.drop();
  }

  async forgetItems(): Promise<void> {
    await this.database.pool.query('TRUNCATE items CASCADE');
  }

  get report(): string {
    return join(this.directory, 'refused.csv');
  }

  /** Imports a file of these lines (or bytes). */
  async importing(content: string | string[] | Buffer): Promise<ImportSummary> {
    const path = join(this.directory, 'toys.csv');
    writeFileSync(path, Array.isArray(content) ? [header, ...content, ''].join('\n') : content);
    rmSync(this.report, { force: true });
    return importCatalog(this.database.pool, this.program, path, { reportPath: this.report });
  }

  async stored(): Promise<{ items: unknown[]; stock: unknown[] }> {
    const items = await this.database.pool.query('SELECT * FROM items ORDER BY sku');
    const stock = await this.database.pool.query('SELECT * FROM stock ORDER BY sku');
    return { items: items.rows, stock: stock.rows };
  }
}
