import type { KnownStack } from '#dev/stack/runningStack';
import { withStack } from './demo/withStack';
import { Interrupted } from './interruption';

/** What a counted run needs to know of the stack that it runs against. */
type CountedTarget = Omit<KnownStack, 'secrets'> & { jwtSecret: string; simulatorApiKey: string };

interface CountedRun<Outcome> {
  run: (target: CountedTarget, say: (line: string) => void, signal: AbortSignal) => Promise<Outcome>;
  /** For people. */
  summaryOf: (outcome: Outcome) => string;
  /** What went wrong, in a sentence; null when nothing did. */
  verdictOf: (outcome: Outcome) => string | null;
}

/**
 * A command that runs something against the stack and counts what came of it (`demo`, `burst`): the log and the summary,
 * with `json` the result as the last line of stdout, and exit code 1 when the verdict is bad, 130 when interrupted.
 */
export async function runCounted<Outcome extends { result: unknown }>(
  json: boolean,
  { run, summaryOf, verdictOf }: CountedRun<Outcome>,
): Promise<void> {
  // A reader that went away (`| head`) must not keep the run from clearing up.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
  const say = (line: string): void => void (json ? process.stderr : process.stdout).write(`${line}\n`);
  try {
    const outcome = await withStack(say, ({ secrets, ...stack }, signal) =>
      run({ ...stack, jwtSecret: secrets.jwtSecret, simulatorApiKey: secrets.partnerApiKey }, say, signal),
    );
    say(summaryOf(outcome));
    const verdict = verdictOf(outcome);
    if (verdict !== null) process.stderr.write(`everbox: ${verdict}\n`);
    if (json) process.stdout.write(`${JSON.stringify(outcome.result)}\n`);
    process.exitCode = verdict === null ? 0 : 1;
  } catch (error) {
    if (!(error instanceof Interrupted)) throw error;
    process.stderr.write(`everbox: ${error.message}\n`);
    process.exitCode = 130;
  }
}
