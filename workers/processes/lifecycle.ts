import type { Logger } from 'pino';
import { ConfigError } from '#domain/environment/environment';
import { readLogLevel } from '../config';
import { createLogger } from '../logging';

/** What a process runs: `stop` ends it in order; `ended` settles when it ended, or failed, by itself. */
export interface Running {
  stop(): Promise<void>;
  ended?: Promise<void>;
}

/** The launcher's answer from a child that is ready for work. */
export const readyMessage = 'everbox-ready';

/**
 * Runs one long-lived process: starts it, tells the launcher (if there is one) when it is ready, and ends it on
 * SIGTERM, on SIGINT, or when the launcher is gone, which closes the IPC channel however the launcher died.
 */
export async function runProcess(name: string, start: (logger: Logger) => Promise<Running>): Promise<void> {
  const logger = createLogger(name, readLogLevel());
  // Node's own warnings go where the log goes: what can't be written there is no reason to end.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
  const ending = endingAsked();
  try {
    const running = await start(logger);
    // The channel may close between start and here; that is an ending, not a fault.
    process.send?.(readyMessage, undefined, undefined, () => undefined);
    logger.info('ready');
    const reason = await Promise.race([ending, running.ended?.then(() => 'it ended by itself') ?? ending]);
    logger.info({ reason }, 'stopping');
    await running.stop();
    process.exit(0);
  } catch (error) {
    if (error instanceof ConfigError) logger.fatal(error.message);
    else logger.fatal({ err: error }, 'failed');
    process.exit(1);
  }
}

function endingAsked(): Promise<string> {
  return new Promise((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => resolve(signal));
    process.once('disconnect', () => {
      resolve('the launcher is gone');
      // Nobody is left to kill this process if ending in order hangs, as it does once Temporal is gone too.
      setTimeout(() => process.exit(1), 3_000).unref();
    });
  });
}
