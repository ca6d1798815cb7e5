import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { type Command, Option } from 'commander';
import { benchDispatch, type DispatchBenchOptions, type DispatchBenchRow } from '../../bench/dispatch';
import { benchEvents, type EventsBenchRow } from '../../bench/events';
import { benchPicks, type PicksBenchRow } from '../../bench/picks/run';
import { benchSelection, type SelectionBench } from '../../bench/selection';
import { wholeNumber } from '../numbers';

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
    .command('picks')
    .description('picks through HTTP on loopback, of each layer, by an API and a Postgres that it starts')
    .addOption(items)
    .option('--deeds <n>', 'made-up deeds to train on', wholeNumber(1_000, 1_000_000), 60_000)
    .option('--rate <n>', 'requests a second', wholeNumber(1, 2_000), 200)
    .option('--seconds <n>', 'of each layer', wholeNumber(1, 600), 15)
    .addOption(seed)
    .addOption(json)
    .action(printing(benchPicks, rowsBy(describePicks)));
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
}

const json = new Option('--json', 'print the figures as one JSON value');
const seed = new Option('--seed <n>', 'the same seed gives the same day or shop')
  .argParser(wholeNumber(0, 2 ** 31 - 1))
  .default(1);
const items = new Option('--items <n>', 'items of the catalog').argParser(wholeNumber(100, 100_000)).default(10_000);

/** The action of a measurement: measures, and prints the figures as JSON or as `describe` tells them. */
function printing<Options, Figures>(
  measure: (options: Options) => Figures | Promise<Figures>,
  describe: (figures: Figures) => string,
): (flags: Options & { json?: boolean }) => Promise<void> {
  return async ({ json: asJson, ...options }) => {
    const figures = await measure(options as Options);
    process.stdout.write(asJson ? `${JSON.stringify(figures)}\n` : describe(figures));
  };
}

const rowsBy =
  <Row>(describe: (row: Row) => string) =>
  (rows: Row[]): string =>
    rows.map(describe).join('');

function describePicks({ layer, perSecond, requests, roundTripMs, serverMs, otherLayers }: PicksBenchRow): string {
  const spread = ({ p50, p99, max }: PicksBenchRow['serverMs']): string =>
    `p50 ${p50.toFixed(2)}, p99 ${p99.toFixed(2)}, max ${max.toFixed(2)} ms`;
  const rate = perSecond === null ? 'one after the other' : `${perSecond} a second`;
  const others = otherLayers === 0 ? '' : ` (${otherLayers} from another layer)`;
  return `${layer}: ${requests} requests${others}, ${rate}; through HTTP ${spread(roundTripMs)}; in the server ${spread(serverMs)}\n`;
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

/** Memory is compared after a full collection; otherwise garbage would look like growth. */
function exposeCollector(): void {
  setFlagsFromString('--expose-gc');
  globalThis.gc ??= runInNewContext('gc') as NodeJS.GCFunction;
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
