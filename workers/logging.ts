import pino, { type Logger } from 'pino';

/** One JSON object a line on stdout, named by process. Secrets and personal data are never passed to it. */
export function createLogger(processName: string, level: string): Logger {
  return pino({ name: processName, level, base: { pid: process.pid }, timestamp: pino.stdTimeFunctions.isoTime });
}
