import type { Command } from 'commander';
import type { Program } from '../../domain/program/types';
import { loadPrograms, programFiles, readProgramFile } from '../../workers/programs';
import { checkFiles } from '../checkFiles';

/** `everbox program ...` */
export function register(everbox: Command): void {
  const command = everbox.command('program').description('programs: one file each in programs/');
  command
    .command('check')
    .description('check program files; every problem is named with file, path and rule')
    .argument('[files...]', 'files to check (default: all of programs/)')
    .option('--json', 'print the result as one JSON object')
    .action(check);
  command
    .command('list')
    .description('list the programs of programs/')
    .option('--json', 'print them as one JSON array')
    .action(list);
}

function check(files: string[], { json }: { json?: boolean }): void {
  checkFiles(files.length > 0 ? files : programFiles(), readProgramFile, 'program', json);
}

function list({ json }: { json?: boolean }): void {
  const programs = loadPrograms();
  if (json) {
    process.stdout.write(`${JSON.stringify(programs)}\n`);
    return;
  }
  for (const program of programs) process.stdout.write(`${describe(program)}\n`);
}

function describe({ id, title, currency, regions, plans, delivery }: Program): string {
  const money = new Intl.NumberFormat('en', { style: 'currency', currency });
  const digits = money.resolvedOptions().maximumFractionDigits ?? 2;
  const terms = plans.map(({ id: plan, chargeCents, cadence: { every, unit } }) => {
    const period = every === 1 ? `every ${unit}` : `every ${every} ${unit}s`;
    return `    ${plan}: ${money.format(chargeCents / 10 ** digits)} ${period}`;
  });
  const where = regions.includes('*') ? 'the whole world' : regions.join(', ');
  return [`${id}: ${title} (${delivery.service} parcels to ${where})`, ...terms].join('\n');
}
