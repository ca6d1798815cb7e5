import type { Command } from 'commander';
import { benchKnownItems, type KnownItemsOptions, type KnownItemsRow } from '../knownItems/run';
import { benchSearch, type SearchBenchRow } from '../search/run';
import { benchSearchIndex, type SearchIndexBench, type SearchIndexBenchOptions } from '../searchIndex/run';
import { loadPrograms } from '#workers/programs';
import { wholeNumber } from '#cli/numbers';
import { exposeCollector } from './collector';
import { json, printing, rowsBy, seed, spreadOf } from './printing';

/** `everbox bench known-items`, `search` and `search-index`. */
export function addSearchBenches(command: Command): void {
  command
    .command('known-items')
    .description('a search for items that somebody has in mind, with our search and with plain engines')
    .requiredOption('--catalog <file>', "a merchant's CSV file")
    .option('--program <id>', 'program whose configuration maps the columns', 'stem-toys')
    .option('--cases <n>', 'items to look for, by three queries each', wholeNumber(1, 100_000), 1_000)
    .addOption(seed)
    .addOption(json)
    .action(printing(knownItems, rowsBy(describeKnownItems)));
  command
    .command('search')
    .description('personalized searches through HTTP on loopback, by an API and a Postgres that it starts')
    .option('--catalog <file>', "a merchant's CSV file, repeated with variations; absent: a made-up shop")
    .option('--items <n>', 'items of the catalog', wholeNumber(100, 200_000), 25_000)
    .option('--customers <n>', 'customers who search at the time, all with a taste', wholeNumber(1, 20_000), 1_000)
    .option('--rate <n>', 'requests a second', wholeNumber(1, 2_000), 100)
    .option('--seconds <n>', 'of each kind of traffic', wholeNumber(1, 600), 20)
    .addOption(seed)
    .addOption(json)
    .action(printing(benchSearch, rowsBy(describeSearch)));
  command
    .command('search-index')
    .description('build, memory, queries and changes of the search index alone, in this process')
    .option('--items <n>', 'items of the index', wholeNumber(100, 1_000_000), 100_000)
    .option('--queries <n>', 'mixed queries', wholeNumber(1, 1_000_000), 5_000)
    .addOption(seed)
    .addOption(json)
    .action(printing(searchIndex, describeSearchIndex));
}

function describeSearch(row: SearchBenchRow): string {
  const { traffic, perSecond, requests, roundTripMs, serverMs, processorMs, layers } = row;
  const parts = Object.entries(layers).map(([layer, count]) => `${count} ${layer}`);
  const by = parts.length > 0 ? ` (${parts.join(', ')})` : '';
  return `${traffic}: ${requests} requests${by}, ${perSecond} a second; through HTTP ${spreadOf(roundTripMs)}; in the server ${spreadOf(serverMs)}; processor ${processorMs.toFixed(2)} ms each\n`;
}

function searchIndex(options: SearchIndexBenchOptions): SearchIndexBench {
  exposeCollector();
  return benchSearchIndex(options);
}

function describeSearchIndex({
  items,
  buildSeconds,
  buildProcessorSeconds,
  memoryMb,
  queryMs,
  upsertMs,
}: SearchIndexBench): string {
  const memory = memoryMb === null ? 'memory not measured' : `${memoryMb.toFixed(0)} MB with its documents`;
  return [
    `${items} items: built in ${buildSeconds.toFixed(1)} s (${buildProcessorSeconds.toFixed(1)} s of the processor), ${memory}`,
    `query: ${spreadOf(queryMs)}`,
    `changed item: p50 ${upsertMs.p50.toFixed(2)} ms, p99 ${upsertMs.p99.toFixed(2)} ms`,
    '',
  ].join('\n');
}

async function knownItems({
  program: id,
  ...options
}: KnownItemsOptions & { program: string }): Promise<KnownItemsRow[]> {
  const program = loadPrograms().find((each) => each.id === id);
  if (!program) throw new Error(`there is no program ${id}`);
  return benchKnownItems(options, program);
}

function describeKnownItems({ engine, items, success, mean, p50Ms, p99Ms }: KnownItemsRow): string {
  const percent = (part: number): string => `${(part * 100).toFixed(1)} %`;
  const parts = Object.entries(success).map(([kind, part]) => `${kind} ${percent(part)}`);
  return `${engine}: ${percent(mean)} of ${items} items in the first ten (${parts.join(', ')}); p50 ${p50Ms.toFixed(2)} ms, p99 ${p99Ms.toFixed(2)} ms\n`;
}
