import type { Command } from 'commander';
import { runBurst } from '../burst/run';
import type { BurstOptions } from '../burst/options';
import { burstSummary, burstVerdict } from '../burst/summary';
import { withStack } from '../demo/withStack';
import { Interrupted } from '../interruption';
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
  // A reader that went away (`| head`) must not keep the burst from clearing up.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
  const say = (line: string): void => void (json ? process.stderr : process.stdout).write(`${line}\n`);
  const options: BurstOptions = {
    ...flags,
    programId: program,
    transportDownSeconds: transportDown,
    withinSeconds: within,
    limitSeconds: limit,
  };
  try {
    const outcome = await withStack(say, ({ secrets, ...stack }, signal) => {
      const target = { ...stack, jwtSecret: secrets.jwtSecret, simulatorApiKey: secrets.partnerApiKey };
      return runBurst(options, target, say, signal);
    });
    say(burstSummary(outcome));
    const verdict = burstVerdict(outcome);
    if (verdict !== null) process.stderr.write(`everbox: ${verdict}\n`);
    if (json) process.stdout.write(`${JSON.stringify(outcome.result)}\n`);
    process.exitCode = verdict === null ? 0 : 1;
  } catch (error) {
    if (!(error instanceof Interrupted)) throw error;
    process.stderr.write(`everbox: ${error.message}\n`);
    process.exitCode = 130;
  }
}
