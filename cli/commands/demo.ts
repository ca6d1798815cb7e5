import type { Command } from 'commander';
import { lineReporter } from '../demo/reporter';
import { runDemo, type DemoOptions } from '../demo/run';
import { summaryOf, verdictOf } from '../demo/summary';
import { runCounted } from '../counted';
import { wholeNumber } from '../numbers';

interface DemoFlags extends Pick<DemoOptions, 'customers' | 'cycles' | 'seed'> {
  program: string;
  limit?: number;
  faults?: boolean;
  keep?: boolean;
  json?: boolean;
}

/** `everbox demo` */
export function register(everbox: Command): void {
  everbox
    .command('demo')
    .description('a year in a minute: customers sign up, choose, pay and are delivered to on a fast business clock')
    .option('--customers <n>', 'how many sign up', wholeNumber(1, 500), 20)
    .option('--cycles <n>', 'cycles that each of them goes through', wholeNumber(1, 60), 3)
    .option('--program <id>', 'program that they sign up to', 'stem-toys')
    .option('--seed <n>', 'the same seed gives the same customers with the same wishes', wholeNumber(0, 2 ** 31 - 1), 1)
    .option('--faults', 'let partners fail, time out after the effect, be slow and send webhooks twice')
    .option('--keep', 'leave the subscriptions (paused) and the test clock to be looked at')
    .option(
      '--limit <seconds>',
      'give up after this long (default: several times what it should take)',
      wholeNumber(1, 86_400),
    )
    .option('--json', 'print the result as one JSON object in the last line, and the log to stderr')
    .addHelpText('after', helpText)
    .action(run);
}

const helpText = `
Runs against the stack that "everbox up" has started, or starts one and stops it again. What it counts is
counted in the partner simulator's ledger and in Temporal's histories, not in Everbox's own tables; of a
partner that the simulator does not play (a dummy, or one elsewhere) it says that it cannot count.
Exit code 1 when anything was lost or done twice, or not everybody got through in time.`;

async function run({ program, limit, faults = false, keep = false, json = false, ...flags }: DemoFlags): Promise<void> {
  const limitMs = limit === undefined ? {} : { limitMs: limit * 1_000 };
  const options: DemoOptions = { ...flags, ...limitMs, programId: program, faults, keep };
  await runCounted(json, {
    run: (target, say, signal) => runDemo(options, target, lineReporter(say), signal),
    summaryOf,
    verdictOf,
  });
}
