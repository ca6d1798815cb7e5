import type { Command } from 'commander';
import { benchDispatch, type DispatchBenchOptions, type DispatchBenchRow } from '../dispatch';
import { benchEvents, type EventsBenchRow } from '../events';
import { benchSelection, type SelectionBench } from '../selection';
import { exposeCollector } from './collector';
import { items, json, printing, rowsBy, seed } from './printing';
import { addSearchBenches } from './search';
import { addServingBenches } from './serving';
import { wholeNumber } from '#cli/numbers';

/** `everbox bench ...`: measurements side by side. Timings belong here and not into tests. */
export function register(everbox: Command): void {
  const bench = everbox.command('bench').description('measurements side by side, in this process');
  bench
    .command('dispatch')
    .description('a synthetic day with the dispatcher, and with the nearest free courier at once')
    .option('--orders <n>', 'orders of the day', wholeNumber(1, 20_000), 3_000)
    .option('--couriers <n>', 'shifts of the day', wholeNumber(1, 2_000), 300)
    .option('--stations <n>', 'stations', wholeNumber(1, 1_000), 150)
    .addOption(seed)
    .addOption(json)
    .action(printing(dispatch, rowsBy(describeDispatch)));
  bench
    .command('selection')
    .description('training, picks by the rules alone and with a model, and scarce stock for a cohort')
    .addOption(items)
    .option('--deeds <n>', 'made-up deeds to train on', wholeNumber(1_000, 20_000_000), 200_000)
    .option('--picks <n>', 'customers to pick for', wholeNumber(1, 100_000), 2_000)
    .addOption(seed)
    .addOption(json)
    .action(printing(benchSelection, describeSelection));
  bench
    .command('events')
    .description(
      'events taken over HTTP, durably, by a Postgres that it starts; and two ways to store them that cost more',
    )
    .option('--seconds <n>', 'of each way', wholeNumber(1, 600), 10)
    .option('--batch <n>', 'events of a request', wholeNumber(1, 500), 100)
    .option('--clients <n>', 'requests at once', wholeNumber(1, 90), 32)
    .addOption(json)
    .action(printing(benchEvents, rowsBy(describeEvents)));
  addServingBenches(bench);
  addSearchBenches(bench);
}

function describeEvents({ way, eventsPerSecond, p50Ms, p99Ms, stored, acknowledged }: EventsBenchRow): string {
  const found = stored === acknowledged ? 'all stored once' : `of ${acknowledged} acknowledged ${stored} stored`;
  return `${way}: ${eventsPerSecond.toFixed(0)} events/s, a batch p50 ${p50Ms.toFixed(0)} ms, p99 ${p99Ms.toFixed(0)} ms, ${found}\n`;
}

function describeSelection({ training, ranking, cohort }: SelectionBench): string {
  const { deeds, customers, seconds, peakMemoryMb, modelMb } = training;
  const lines = [
    `training: ${deeds} liked items of ${customers} customers in ${seconds.toFixed(1)} s, peak memory of the process ${peakMemoryMb.toFixed(0)} MB, model ${modelMb.toFixed(1)} MB`,
    ...ranking.map(
      ({ ranker, p50Ms, p99Ms, maxMs }) =>
        `${ranker}: per pick p50 ${p50Ms.toFixed(2)} ms, p99 ${p99Ms.toFixed(2)} ms, max ${maxMs.toFixed(2)} ms`,
    ),
    ...cohort.map(
      ({ unitsPerItem, greedyTotal, total, greedyServed, served, seconds: took }) =>
        `cohort, ${unitsPerItem} units an item: ${total.toFixed(0)} in all (${served} served) in ${took.toFixed(2)} s; first come, first served ${greedyTotal.toFixed(0)} (${greedyServed} served)`,
    ),
  ];
  return `${lines.join('\n')}\n`;
}

function dispatch(options: DispatchBenchOptions): DispatchBenchRow[] {
  exposeCollector();
  return benchDispatch(options);
}

function describeDispatch({
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
