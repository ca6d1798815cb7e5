import { basename } from 'node:path';
import type { Queryable } from '../../db/pool';
import { applyStagedItems, keepKnown, type StagedItem, stageItems } from '../../db/queries/catalog';
import { type CatalogRow, mapRow, type Refusal } from '../../domain/catalog/mapRow';
import type { Program } from '../../domain/program/types';
import { CatalogFileError } from './catalogFileError';
import { type CsvLine, csvLines } from './csvFile';
import { checkHeader, type Header } from './header';
import type { RefusalReport } from './refusalReport';

/** Rows per statement: enough that the round trip does not count, few enough to hold in memory without a thought. */
const batchRows = 500;

export interface ImportSummary {
  program: string;
  file: string;
  /** Rows of the file without its header: imported + updated + unchanged + refused. */
  rows: number;
  imported: number;
  updated: number;
  unchanged: number;
  refused: number;
  /** Number of refused rows by column and reason, most first. */
  refusedByReason: Record<string, number>;
  /** Rows that are in without stock, since the file states only used, refurbished or collectible units. */
  withoutNewUnits: number;
  /** Mapped columns that only enrich an item and that the file does not have. */
  absentColumns: string[];
  /** Path of the report; null when no row was refused. */
  report: string | null;
}

/** One import inside its transaction: stages row after row, then applies them all. */
export class CatalogImport {
  private readonly batch = new Map<string, StagedItem>();
  private readonly refusals = new Map<string, number>();
  private rows = 0;
  private refused = 0;
  private withoutNewUnits = 0;

  constructor(
    private readonly tx: Queryable,
    private readonly program: Program,
    private readonly path: string,
    private readonly report: RefusalReport,
  ) {}

  async run(): Promise<ImportSummary> {
    const file = basename(this.path);
    let header: Header | undefined;
    for await (const line of csvLines(this.path)) {
      if (header) await this.take(line, header);
      else header = checkHeader(file, line.cells, this.program.catalog);
    }
    if (!header) throw new CatalogFileError(`${file}: has no header`);
    await this.flush();
    await keepKnown(
      this.tx,
      this.program.id,
      header.absent.map(({ column }) => column),
    );
    return {
      program: this.program.id,
      file,
      rows: this.rows,
      ...(await applyStagedItems(this.tx, this.program.id)),
      refused: this.refused,
      refusedByReason: Object.fromEntries([...this.refusals].sort(([, a], [, b]) => b - a)),
      withoutNewUnits: this.withoutNewUnits,
      absentColumns: header.absent.map(({ name }) => name).toSorted(),
      report: null,
    };
  }

  private async take({ line, cells }: CsvLine, { names }: Header): Promise<void> {
    this.rows += 1;
    const row: CatalogRow = Object.fromEntries(names.map((name, index) => [name, cells[index]]));
    const { catalog, currency } = this.program;
    if (cells.length !== names.length) {
      const sku = (row[catalog.columns.sku] ?? '').trim();
      const detail = `${cells.length}, not ${names.length}`;
      return this.refuse({
        line,
        sku,
        column: '',
        reason: 'the row has another number of cells than the header',
        detail,
      });
    }
    const mapped = mapRow(row, line, catalog, currency);
    if ('refusal' in mapped) return this.refuse(mapped.refusal);
    const { item } = mapped;
    const earlier = this.batch.get(item.sku);
    if (earlier) return this.refuseRepeated(line, item.sku, earlier.line);
    this.batch.set(item.sku, { line, item });
    if (this.batch.size >= batchRows) await this.flush();
  }

  private async flush(): Promise<void> {
    const items = [...this.batch.values()];
    this.batch.clear();
    if (items.length === 0) return;
    const earlierLines = await stageItems(this.tx, items);
    for (const { line, item } of items) {
      const earlier = earlierLines.get(item.sku);
      if (earlier !== undefined) await this.refuseRepeated(line, item.sku, earlier);
      else if (item.otherCondition !== null) this.withoutNewUnits += 1;
    }
  }

  private async refuseRepeated(line: number, sku: string, earlier: number): Promise<void> {
    const column = this.program.catalog.columns.sku;
    await this.refuse({ line, sku, column, reason: 'is that of an earlier row', detail: `line ${earlier}` });
  }

  private async refuse(refusal: Refusal): Promise<void> {
    this.refused += 1;
    const key = `${refusal.column} ${refusal.reason}`.trim();
    this.refusals.set(key, (this.refusals.get(key) ?? 0) + 1);
    await this.report.add(refusal);
  }
}
