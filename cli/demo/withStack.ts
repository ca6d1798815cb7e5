import { readEnvironment } from '#workers/config';
import { lineProgress } from '#dev/stack/progress';
import { type KnownStack, readRunningStack } from '#dev/stack/runningStack';
import { Stack } from '#dev/stack/stack';
import { Interrupted } from '../interruption';

/** npm passes a Ctrl-C on to its child, which the terminal has sent it to already: within this it is one press. */
const samePressMs = 1_000;

/**
 * Runs `work` against the stack that runs, or against one that is started for it and stopped afterwards. The signal
 * aborts at Ctrl-C, or when a server of our own stack died; asked a second time, all ends at once.
 */
export async function withStack<T>(
  say: (line: string) => void,
  work: (stack: KnownStack, signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const running = readRunningStack();
  const own = running ? undefined : new Stack({ environment: readEnvironment(), progress: lineProgress(say) });
  const controller = new AbortController();
  const removeHandlers = onInterrupt((times) => {
    if (times === 1) {
      say('Stopping; once more ends everything at once.');
      controller.abort(new Interrupted());
      return;
    }
    void (own?.stop(true) ?? Promise.resolve()).finally(() => process.exit(130));
  });
  try {
    if (running) return await work(running, controller.signal);
    if (!own) throw new Error('there is neither a running stack nor one of our own');
    say('No stack is running: starting one for this.');
    void own.failed.then((fault) => controller.abort(fault));
    const stack = await startUnlessInterrupted(own, controller.signal);
    return await work(stack, controller.signal);
  } finally {
    await own?.stop();
    removeHandlers();
  }
}

async function startUnlessInterrupted(own: Stack, signal: AbortSignal): Promise<KnownStack> {
  const stopStart = (): void => void own.stop();
  signal.addEventListener('abort', stopStart, { once: true });
  try {
    return await own.start();
  } catch (error) {
    signal.throwIfAborted(); // a start that fails because it is being stopped has nothing to say
    throw error;
  } finally {
    // From now on the work gets the time to clear up first.
    signal.removeEventListener('abort', stopStart);
  }
}

function onInterrupt(handle: (times: number) => void): () => void {
  let presses = 0;
  let lastMs = -Infinity;
  const press = (): void => {
    const nowMs = performance.now();
    if (nowMs - lastMs < samePressMs) return;
    lastMs = nowMs;
    handle(++presses);
  };
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  for (const signal of signals) process.on(signal, press);
  return () => signals.forEach((signal) => process.removeListener(signal, press));
}
