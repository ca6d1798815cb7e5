import { basename } from 'node:path';
import type { Queryable } from '#db/pool';
import { applyStagedItems, keepKnown, type StagedItem, stageItems } from '#db/catalog/catalog';
import { mapRow } from '#domain/catalog/mapRow';
import type { Program } from '#domain/program/types';
import { CatalogFileError } from './file/catalogFileError';
import { type CsvLine, csvLines } from './file/csvFile';
import { csvRow } from './file/csvRow';
import { checkHeader, type Header } from './header';
import type { RefusalReport } from './file/refusalReport';
import type { FileSummary } from './file/reportedImport';

/** Rows per statement: enough that the round trip does not count, few enough to hold in memory without a thought. */
const batchRows = 500;

export interface ImportSummary extends FileSummary {
  program: string;
  /** Rows that are in without stock, since the file states only used, refurbished or collectible units. */
  withoutNewUnits: number;
  /** Mapped columns that only enrich an item and that the file does not have. */
  absentColumns: string[];
}

/** One import inside its transaction: stages row after row, then applies them all. */
export class CatalogImport {
  private readonly batch = new Map<string, StagedItem>();
  private rows = 0;
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
      refused: this.report.refused,
      refusedByReason: this.report.refusedByReason,
      withoutNewUnits: this.withoutNewUnits,
      absentColumns: header.absent.map(({ name }) => name).toSorted(),
      report: null,
    };
  }

  private async take(line: CsvLine, { names }: Header): Promise<void> {
    this.rows += 1;
    const { catalog, currency, sizing } = this.program;
    const cells = csvRow(line, names, catalog.columns.sku);
    if ('refusal' in cells) return this.report.add(cells.refusal);
    const mapped = mapRow(cells.row, line.line, catalog, currency, sizing);
    if ('refusal' in mapped) return this.report.add(mapped.refusal);
    const { item } = mapped;
    const earlier = this.batch.get(item.sku);
    if (earlier) return this.refuseRepeated(line.line, item.sku, earlier.line);
    this.batch.set(item.sku, { line: line.line, item });
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
    await this.report.add({ line, sku, column, reason: 'is that of an earlier row', detail: `line ${earlier}` });
  }
}
