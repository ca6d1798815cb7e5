import { readEnvironment } from '#workers/config';
import { lineProgress } from '#dev/stack/progress';
import type { KnownStack } from '#dev/stack/runningStack';
import { Stack } from '#dev/stack/stack';
import { summary, withoutPassword } from './summary';

/**
 * How long further signals count as the same key press: npm passes a Ctrl-C on to its child, which the terminal has
 * sent it to already.
 */
const samePressMs = 1_000;

type Say = (line: string) => void;

/** Brings the stack up and keeps it until a signal asks for its end, or a server dies. Ends the process. */
export async function runUp({ json = false }: { json?: boolean }): Promise<never> {
  const say: Say = (line) => void (json ? process.stderr : process.stdout).write(`${line}\n`);
  // A terminal that was closed must not keep the servers from being stopped.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
  const stack = new Stack({ environment: readEnvironment(), progress: lineProgress(say) });
  const stopped = stoppedBySignal(stack, say);
  const exitCode = await Promise.race([stopped.exitCode, keepUp(stack, json, say, stopped)]);
  process.exit(exitCode);
}

async function keepUp(stack: Stack, json: boolean, say: Say, stopped: StopRequest): Promise<number> {
  const startedMs = performance.now();
  try {
    const known = await stack.start();
    const seconds = (performance.now() - startedMs) / 1000;
    if (json) process.stdout.write(`${jsonLine(known, seconds)}\n`);
    else say(summary(known, seconds));
  } catch (error) {
    // A start that fails because it is being stopped has nothing to say.
    if (stopped.isAsked()) return stopped.exitCode;
    throw error;
  }
  const fault = await stack.failed;
  process.stderr.write(`everbox: ${fault.message} Stopping the rest.\n`);
  await stack.stop();
  return 1;
}

/** Addresses only: this line ends up in logs, and secrets and password are in the data directory. */
function jsonLine({ secrets: _, databaseUrl, ...addresses }: KnownStack, seconds: number): string {
  return JSON.stringify({
    ...addresses,
    databaseUrl: withoutPassword(databaseUrl),
    seconds: Number(seconds.toFixed(1)),
  });
}

interface StopRequest {
  isAsked(): boolean;
  exitCode: Promise<number>;
}

/** Ctrl-C, SIGTERM or a closed terminal end the stack in order; asked a second time, at once. */
function stoppedBySignal(stack: Stack, say: Say): StopRequest {
  let askedAtMs: number | undefined;
  const exitCode = new Promise<number>((resolve, reject) => {
    const ask = (): void => {
      if (askedAtMs !== undefined) {
        if (performance.now() - askedAtMs < samePressMs) return;
        say('Ending everything at once.');
        void stack.stop(true);
        return;
      }
      askedAtMs = performance.now();
      say('\nStopping; once more ends everything at once.');
      stack.stop().then(() => {
        say('Stopped. What was stored is there at the next start.');
        resolve(0);
      }, reject);
    };
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, ask);
    whenNpmIsGone(ask);
  });
  return { exitCode, isAsked: () => askedAtMs !== undefined };
}

/** An npm that was killed passes no signal on. Started in another way, a parent that ends is `nohup` or `disown`. */
function whenNpmIsGone(ask: () => void): void {
  if (!readEnvironment()['npm_lifecycle_event']) return;
  const parentPid = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parentPid) return;
    clearInterval(timer);
    ask();
  }, 1_000);
  timer.unref();
}
