import type { Command } from 'commander';
import { importCatalog, type ImportSummary } from '../../workers/catalog/importCatalog';
import { findProgram, withStorage } from '../storage';

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
