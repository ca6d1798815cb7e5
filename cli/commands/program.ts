import type { Command } from 'commander';
import type { Program } from '#domain/program/types';
import { loadPrograms, programFiles, readProgramFile } from '#workers/programs';
import { publish } from '../program/publish';
import { checkFiles } from '../checkFiles';
import { countOf } from '#domain/countOf';

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
    .command('publish')
    .description('make programs the published ones, with their Schedules; nothing is changed unless all can be')
    .argument('[files...]', 'files to publish (default: all of programs/)')
    .option('--json', 'print the result as one JSON object')
    .addHelpText('after', publishHelp)
    .action(runPublish);
  command
    .command('list')
    .description('list the programs of programs/')
    .option('--json', 'print them as one JSON array')
    .action(list);
}

const publishHelp = `
An open cycle and its shipment keep the rules that they had. Items come by "everbox catalog import".

Environment:
  DATABASE_URL         the Postgres (default: that of the running stack)
  TEMPORAL_ADDRESS     the Temporal, host:port (default: that of the running stack)
  TEMPORAL_NAMESPACE   default
  EVERBOX_TASK_QUEUE   everbox`;

async function runPublish(files: string[], { json }: { json?: boolean }): Promise<void> {
  const { programs, changed, schedules } = await publish(files.length > 0 ? files : programFiles());
  const published = `${countOf(programs.length, 'program is', 'programs are')} published`;
  const upToDate = `${countOf(schedules, 'Schedule is', 'Schedules are')} up to date`;
  const text = `${published} (${changed.join(', ') || 'none changed'}), ${upToDate}\n`;
  process.stdout.write(json ? `${JSON.stringify({ programs, changed, schedules })}\n` : text);
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
    const period = every === 1 ? `every ${unit}` : `every ${countOf(every, unit)}`;
    return `    ${plan}: ${money.format(chargeCents / 10 ** digits)} ${period}`;
  });
  const where = regions.includes('*') ? 'the whole world' : regions.join(', ');
  return [`${id}: ${title} (${delivery.service} parcels to ${where})`, ...terms].join('\n');
}
