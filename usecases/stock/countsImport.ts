import { basename } from 'node:path';
import type { Queryable } from '#db/pool';
import { type CountChanges, knownItems, setCounts } from '#db/catalog/stationCounts';
import { countColumns, countRow, type KnownPlaces, type StationCount } from '#domain/catalog/countRow';
import { CatalogFileError } from '../catalog/import/file/catalogFileError';
import { type CsvLine, csvLines } from '../catalog/import/file/csvFile';
import { csvRow } from '../catalog/import/file/csvRow';
import type { RefusalReport } from '../catalog/import/file/refusalReport';
import type { FileSummary } from '../catalog/import/file/reportedImport';

/** Rows per statement, as of a catalog's import. */
const batchRows = 500;

export interface CountsSummary extends FileSummary, CountChanges {
  zone: string;
}

/** One import of stations' counts inside its transaction: row after row, in batches. */
export class CountsImport {
  private batch: { line: number; count: StationCount }[] = [];
  /** Line on which each shelf was counted first. */
  private readonly lines = new Map<string, number>();
  private readonly changes: CountChanges = { imported: 0, updated: 0, raisedToReserved: 0 };
  private rows = 0;

  constructor(
    private readonly tx: Queryable,
    private readonly known: KnownPlaces,
    private readonly report: RefusalReport,
  ) {}

  async run(zone: string, path: string): Promise<CountsSummary> {
    const file = basename(path);
    let names: string[] | undefined;
    for await (const line of csvLines(path)) {
      if (names) await this.take(line, names);
      else names = headerOf(file, line.cells);
    }
    if (!names) throw new CatalogFileError(`${file}: has no header`);
    await this.flush();
    const { rows, changes } = this;
    const { refused, refusedByReason } = this.report;
    return {
      zone,
      file,
      rows,
      ...changes,
      unchanged: rows - refused - changes.imported - changes.updated,
      refused,
      refusedByReason,
      report: null,
    };
  }

  private async take(csvLine: CsvLine, names: string[]): Promise<void> {
    this.rows += 1;
    const cells = csvRow(csvLine, names, 'sku');
    if ('refusal' in cells) return this.report.add(cells.refusal);
    const { line } = csvLine;
    const mapped = countRow(cells.row, line, this.known);
    if ('refusal' in mapped) return this.report.add(mapped.refusal);
    const { stationId, programId, sku } = mapped.count;
    const shelf = `${stationId} ${programId} ${sku}`;
    const earlier = this.lines.get(shelf);
    if (earlier !== undefined) {
      return this.report.add({
        line,
        sku,
        column: 'sku',
        reason: 'is counted there in an earlier row',
        detail: `line ${earlier}`,
      });
    }
    this.lines.set(shelf, line);
    this.batch.push({ line, count: mapped.count });
    if (this.batch.length >= batchRows) await this.flush();
  }

  private async flush(): Promise<void> {
    const rows = this.batch;
    this.batch = [];
    const items = await knownItems(
      this.tx,
      rows.map(({ count }) => count),
    );
    const isKnown = ({ count: { programId, sku } }: (typeof rows)[number]): boolean => items.has(`${programId} ${sku}`);
    for (const row of rows.filter((each) => !isKnown(each))) {
      await this.report.add({
        line: row.line,
        sku: row.count.sku,
        column: 'sku',
        reason: "is not in the program's catalog",
      });
    }
    const changed = await setCounts(
      this.tx,
      rows.filter(isKnown).map(({ count }) => count),
    );
    this.changes.imported += changed.imported;
    this.changes.updated += changed.updated;
    this.changes.raisedToReserved += changed.raisedToReserved;
  }
}

/** The columns in the file's order. Throws a CatalogFileError when one that is needed is absent, or there twice. */
function headerOf(file: string, cells: string[]): string[] {
  const names = cells.map((cell) => cell.trim());
  for (const column of countColumns) {
    const times = names.filter((name) => name === column).length;
    if (times > 1) throw new CatalogFileError(`${file}: the header has the column ${column} twice`);
    if (times === 0 && column !== 'program_id') {
      throw new CatalogFileError(`${file}: the header (line 1) lacks the column ${column}; it has ${names.join(', ')}`);
    }
  }
  return names;
}
