import type { Command } from 'commander';
import { benchPicks, type PicksBenchRow } from '../picks/run';
import { benchSizes, type SizesBench } from '../sizes/run';
import { wholeNumber } from '#cli/numbers';
import { items, json, printing, rowsBy, seed, spreadOf } from './printing';

/** `everbox bench picks` and `sizes`: answers through HTTP. */
export function addServingBenches(command: Command): void {
  command
    .command('picks')
    .description('picks through HTTP on loopback, of each layer, by an API and a Postgres that it starts')
    .addOption(items)
    .option('--deeds <n>', 'made-up deeds to train on', wholeNumber(1_000, 1_000_000), 60_000)
    .option('--rate <n>', 'requests a second', wholeNumber(1, 2_000), 200)
    .option('--seconds <n>', 'of each layer', wholeNumber(1, 600), 15)
    .addOption(seed)
    .addOption(json)
    .action(printing(benchPicks, rowsBy(describePicks)));
  command
    .command('sizes')
    .description('recommended sizes through HTTP on loopback, by an API and a Postgres that it starts')
    .option('--styles <n>', 'things to wear, in seven sizes each', wholeNumber(10, 20_000), 2_000)
    .option('--fits <n>', 'made-up fits to train on', wholeNumber(1_000, 300_000), 40_000)
    .option('--rate <n>', 'requests a second', wholeNumber(1, 2_000), 100)
    .option('--seconds <n>', 'of each layer', wholeNumber(1, 600), 30)
    .addOption(seed)
    .addOption(json)
    .action(printing(benchSizes, describeSizes));
}

function describePicks({ layer, perSecond, requests, roundTripMs, serverMs, otherLayers }: PicksBenchRow): string {
  const rate = perSecond === null ? 'one after the other' : `${perSecond} a second`;
  const others = otherLayers === 0 ? '' : ` (${otherLayers} from another layer)`;
  return `${layer}: ${requests} requests${others}, ${rate}; through HTTP ${spreadOf(roundTripMs)}; in the server ${spreadOf(serverMs)}\n`;
}

function describeSizes({ customers, trainingSeconds, rows }: SizesBench): string {
  const training = `training: fits of ${customers} customers in ${trainingSeconds.toFixed(1)} s\n`;
  return training + rows.map(describePicks).join('');
}
