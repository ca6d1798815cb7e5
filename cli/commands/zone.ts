import type { Command } from 'commander';
import { stationsTwice } from '#domain/zone/parse';
import type { Station, Zone } from '#domain/zone/types';
import { cellsOf } from '#domain/zone/zoneOf';
import { loadZones, readZoneFile, zoneFiles } from '#workers/zones';
import { checkFiles } from '../checkFiles';
import { wholeNumber } from '../numbers';
import { play } from '../zone/playCommand';
import { importStock, spread } from '../zone/stock';

/** `everbox zone ...` */
export function register(everbox: Command): void {
  const command = everbox.command('zone').description('zones of one-hour delivery: one file each in zones/');
  command
    .command('check')
    .description('check zone files; every problem is named with file, path and rule')
    .argument('[files...]', 'files to check (default: all of zones/)')
    .option('--json', 'print the result as one JSON object')
    .action(check);
  command
    .command('list')
    .description('list the zones of zones/')
    .option('--json', 'print them as one JSON array')
    .action(list);
  command
    .command('play')
    .description('open zones round the clock in the stack of this checkout, with simulated couriers on shift')
    .argument('<zones...>', 'zones to play, in the place of those that are played')
    .option('--couriers <n>', 'couriers on shift in each', wholeNumber(1, 200), 12)
    .option('--faster <n>', 'how many times faster than real couriers they are', wholeNumber(1, 12), 12)
    .option('--end', 'put the hours of zones/ back, and send the couriers home')
    .option('--json', 'print the result as one JSON object')
    .action(play);
  registerStock(command.command('stock').description("stations' stock"));
}

function registerStock(command: Command): void {
  command
    .command('import')
    .description('what stations counted on their shelves; the same file twice changes nothing')
    .argument('<file>', 'CSV file in UTF-8 with the columns station_id, program_id, sku, units')
    .requiredOption('--zone <id>', 'zone of the stations')
    .option('--program <id>', 'program of rows that name none; the column program_id may be absent then')
    .option('--report <file>', 'where refused rows go (default: under .everbox/reports/)')
    .option('--json', 'print the summary as one JSON object')
    .action(importStock);
  command
    .command('spread')
    .description("top stations up with a program's best items, from the central warehouse's units")
    .requiredOption('--zone <id>', 'zone of the stations')
    .requiredOption('--program <id>', 'program whose items they get')
    .option('--units <n>', 'units of each item that a station has afterwards', wholeNumber(1, 100), 2)
    .option('--top <n>', 'how many items', wholeNumber(1, 100_000), 500)
    .option('--json', 'print the summary as one JSON object')
    .action(spread);
}

function check(files: string[], { json }: { json?: boolean }): void {
  const zones: Zone[] = [];
  const read = (path: string): void => void zones.push(readZoneFile(path));
  checkFiles(files.length > 0 ? files : zoneFiles(), read, 'zone', json, () => stationsTwice(zones));
}

function list({ json }: { json?: boolean }): void {
  const zones = loadZones();
  if (json) {
    process.stdout.write(`${JSON.stringify(zones)}\n`);
    return;
  }
  for (const zone of zones) process.stdout.write(`${describe(zone)}\n`);
}

function describe({ id, title, currency, cells, stations, promise }: Zone): string {
  const money = new Intl.NumberFormat('en', { style: 'currency', currency });
  const digits = money.resolvedOptions().maximumFractionDigits ?? 2;
  const fee = (cents: number): string => money.format(cents / 10 ** digits);
  const fees = `${fee(promise.oneHourFeeCents)} within the hour, ${fee(promise.twoHourFeeCents)} within two`;
  return [`${id}: ${title} (${cellsOf(cells).size} cells; ${fees})`, ...stations.map(line)].join('\n');
}

const line = ({ id, title, openHour, closeHour }: Station): string =>
  `    ${id}: ${title}, ${openHour}:00 to ${closeHour}:00${closeHour < openHour ? ' of the next day' : ''}`;
