import pino, { type Logger } from 'pino';

/** Some thousand lines: what a process keeps for a log that can't be written to, before it drops the newest. */
const keptBytes = 1024 * 1024;

/**
 * One JSON object a line on stdout (or `to`), named by process. Secrets and personal data are never passed to it. A log that
 * can't be written to (its disk is full) never ends the process: lines are kept, then dropped, and once there is room again
 * one line says how many are missing.
 */
export function createLogger(processName: string, level: string, to: number | string = 1): Logger {
  const stream = pino.destination({ dest: to, sync: true, maxLength: keptBytes });
  const logger = pino(
    { name: processName, level, base: { pid: process.pid }, timestamp: pino.stdTimeFunctions.isoTime },
    stream,
  );
  let fault: string | undefined;
  let dropped = 0;
  stream.on('error', (error: NodeJS.ErrnoException) => (fault = error.code ?? error.message));
  stream.on('drop', () => (dropped += 1));
  stream.on('write', () => {
    if (fault === undefined) return;
    const told = { fault, dropped };
    fault = undefined;
    dropped = 0;
    // After what is being written: the stream is in the middle of it.
    setImmediate(() => logger.warn(told, 'the log could not be written to for a while'));
  });
  return logger;
}
