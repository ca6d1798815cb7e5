import type { Command } from 'commander';
import { runBurst } from '../burst/run';
import type { BurstOptions } from '../burst/options';
import { burstSummary, burstVerdict } from '../burst/summary';
import { runCounted } from '../counted';
import { share, wholeNumber } from '../numbers';

interface BurstFlags {
  orders: number;
  couriers: number;
  declines: number;
  vanishes: number;
  transportDown: number;
  within: number;
  program: string;
  seed: number;
  limit: number;
  json?: boolean;
}

/** `everbox burst` */
export function register(everbox: Command): void {
  everbox
    .command('burst')
    .description('one-hour orders in a burst, with couriers who decline and vanish: is each delivered, or paid back?')
    .option('--orders <n>', 'one-hour orders that are placed', wholeNumber(1, 2_000), 200)
    .option('--couriers <n>', 'simulated couriers on shift', wholeNumber(1, 1_000), 100)
    .option('--declines <share>', 'chance that a courier declines an offer', share, 0.2)
    .option('--vanishes <share>', 'chance that a courier falls silent during a job', share, 0.05)
    .option('--transport-down <seconds>', 'the transportation partner is down for that long', wholeNumber(0, 3_600), 0)
    .option('--within <seconds>', 'all orders are placed within this', wholeNumber(1, 3_600), 60)
    .option('--program <id>', 'program whose items are ordered', 'stem-toys')
    .option('--seed <n>', 'the same seed gives the same doors', wholeNumber(0, 2 ** 31 - 1), 1)
    .option('--limit <seconds>', 'orders that are open after this have failed', wholeNumber(10, 86_400), 5_400)
    .option('--json', 'print the result as one JSON object in the last line, and the log to stderr')
    .addHelpText('after', helpText)
    .action(run);
}

const helpText = `
Runs against the stack that "everbox up" has started, or starts one and stops it again. It publishes a zone of its
own for the time, open round the clock, in which couriers are eight times faster than in a town. Deliveries are
counted on the couriers' phones, money in the payment partner's ledger, ends in Temporal's histories.
Exit code 1 when anything was lost, done twice, not explained by the decision log, or not over in time.`;

async function run({ program, transportDown, within, limit, json = false, ...flags }: BurstFlags): Promise<void> {
  const options: BurstOptions = {
    ...flags,
    programId: program,
    transportDownSeconds: transportDown,
    withinSeconds: within,
    limitSeconds: limit,
  };
  await runCounted(json, {
    run: (target, say, signal) => runBurst(options, target, say, signal),
    summaryOf: burstSummary,
    verdictOf: burstVerdict,
  });
}
