import { join } from 'node:path';
import type { Command } from 'commander';
import { createPool, type Database } from '../../db/pool';
import { listPrograms } from '../../db/queries/programs';
import type { Program } from '../../domain/program/types';
import { CatalogFileError } from '../../workers/catalog/catalogFileError';
import { importCatalog, type ImportSummary } from '../../workers/catalog/importCatalog';
import { readEnvironment } from '../../workers/config';
import { readRunningStack } from '../../workers/stack/runningStack';
import { launcherSettings } from '../../workers/stack/settings';

interface ImportFlags {
  program: string;
  json?: boolean;
  report?: string;
}

/** `everbox catalog ...` */
export function register(everbox: Command): void {
  everbox
    .command('catalog')
    .description("a program's items")
    .command('import')
    .description("bring a merchant's CSV file into a program's catalog; the same file twice changes nothing")
    .argument('<file>', 'CSV file in UTF-8 with a header')
    .requiredOption('--program <id>', 'program whose configuration maps the columns')
    .option('--report <file>', 'where refused rows go (default: under .everbox/reports/)')
    .option('--json', 'print the summary as one JSON object')
    .action(runImport);
}

async function runImport(file: string, flags: ImportFlags): Promise<void> {
  const { databaseUrl, dataDirectory } = launcherSettings(readEnvironment());
  const url = databaseUrl ?? readRunningStack()?.databaseUrl;
  if (url === undefined) {
    throw new CatalogFileError('no database: start Everbox first (npm start), or set DATABASE_URL');
  }
  const db = createPool(url, 2);
  try {
    const program = await findProgram(db, flags.program);
    const reportPath = flags.report ?? join(dataDirectory, 'reports', `${program.id}-${fileStamp(new Date())}.csv`);
    const startedAtMs = performance.now();
    const summary = await importCatalog(db, program, file, { reportPath });
    const seconds = Math.round(performance.now() - startedAtMs) / 1_000;
    process.stdout.write(flags.json ? `${JSON.stringify({ ...summary, seconds })}\n` : describe(summary, seconds));
  } finally {
    await db.end();
  }
}

async function findProgram(db: Database, id: string): Promise<Program> {
  const programs = await listPrograms(db);
  const found = programs.find((program) => program.id === id);
  if (found) return found;
  const known = programs.map((program) => program.id).join(', ') || 'none';
  throw new CatalogFileError(`there is no program ${id}; published programs: ${known}`);
}

function describe(summary: ImportSummary, seconds: number): string {
  const { program, file, rows, imported, updated, unchanged, refused, withoutNewUnits, absentColumns, report } =
    summary;
  const lines = [`${file} into ${program}: ${rows} rows in ${seconds} s`];
  lines.push(`  imported  ${imported}`, `  updated   ${updated}`, `  unchanged ${unchanged}`, `  refused   ${refused}`);
  for (const [reason, count] of Object.entries(summary.refusedByReason)) lines.push(`    ${count} x ${reason}`);
  if (withoutNewUnits > 0) lines.push(`  ${withoutNewUnits} items have no stock: the file states no new units of them`);
  if (absentColumns.length > 0) lines.push(`  columns that the file does not have: ${absentColumns.join(', ')}`);
  if (report !== null) lines.push(`  refused rows, with line and reason: ${report}`);
  return `${lines.join('\n')}\n`;
}

/** `20260131-094500-123`: sorts by time, and is a file name everywhere. */
function fileStamp(now: Date): string {
  return now.toISOString().replaceAll(/[-:Z]/g, '').replace(/[T.]/g, '-');
}
