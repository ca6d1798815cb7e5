import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { Command } from 'commander';
import { benchDispatch, type DispatchBenchOptions, type DispatchBenchRow } from '../../bench/dispatch';
import { wholeNumber } from '../numbers';

interface Flags extends DispatchBenchOptions {
  json?: boolean;
}

/** `everbox bench ...`: measurements side by side. Timings belong here and not into tests. */
export function register(everbox: Command): void {
  everbox
    .command('bench')
    .description('measurements side by side, in this process')
    .command('dispatch')
    .description('a synthetic day with the dispatcher, and with the nearest free courier at once')
    .option('--orders <n>', 'orders of the day', wholeNumber(1, 20_000), 3_000)
    .option('--couriers <n>', 'shifts of the day', wholeNumber(1, 2_000), 300)
    .option('--stations <n>', 'stations', wholeNumber(1, 1_000), 150)
    .option('--seed <n>', 'the same seed gives the same day', wholeNumber(0, 2 ** 31 - 1), 1)
    .option('--json', 'print the rows as one JSON array')
    .action(run);
}

function run({ json, ...options }: Flags): void {
  exposeCollector();
  const rows = benchDispatch(options);
  process.stdout.write(json ? `${JSON.stringify(rows)}\n` : rows.map(describe).join(''));
}

/** Memory is compared after a full collection; otherwise garbage would look like growth. */
function exposeCollector(): void {
  setFlagsFromString('--expose-gc');
  globalThis.gc ??= runInNewContext('gc') as NodeJS.GCFunction;
}

function describe({
  dispatcher,
  delivered,
  ratioToBound,
  within60,
  p50Ms,
  p99Ms,
  maxMs,
  heapMb,
}: DispatchBenchRow): string {
  const ms = (value: number): string => `${value.toFixed(1)} ms`;
  const mb = (value: number | null): string => (value === null ? 'not measured' : `${value.toFixed(1)} MB`);
  return [
    `${dispatcher}: ${delivered} delivered, ${ratioToBound.toFixed(3)} of the bound, ${(within60 * 100).toFixed(1)} % within 60 minutes`,
    `  per decision p50 ${ms(p50Ms)}, p99 ${ms(p99Ms)}, max ${ms(maxMs)}`,
    `  live memory after 4 h ${mb(heapMb.early)}, after 15 h ${mb(heapMb.late)}`,
    '',
  ].join('\n');
}
