import type { Command } from 'commander';
import { importCatalog, type ImportSummary } from '#usecases/catalog/import/importCatalog';
import { describeImport } from '../importSummary';
import { findProgram, withStorage } from '../storage';
import { countOf } from '#domain/countOf';

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
  await withStorage(async ({ db, reportPath }) => {
    const program = await findProgram(db, flags.program);
    const startedAtMs = performance.now();
    const summary = await importCatalog(db, program, file, { reportPath: flags.report ?? reportPath(program.id) });
    const seconds = Math.round(performance.now() - startedAtMs) / 1_000;
    process.stdout.write(flags.json ? `${JSON.stringify({ ...summary, seconds })}\n` : describe(summary, seconds));
  });
}

function describe(summary: ImportSummary, seconds: number): string {
  const { program, file, rows, withoutNewUnits, absentColumns } = summary;
  const more: string[] = [];
  if (withoutNewUnits > 0)
    more.push(`  ${countOf(withoutNewUnits, 'item has', 'items have')} no stock: the file states no new units`);
  if (absentColumns.length > 0) more.push(`  columns that the file does not have: ${absentColumns.join(', ')}`);
  return describeImport(`${file} into ${program}: ${countOf(rows, 'row')} in ${seconds} s`, summary, more);
}
