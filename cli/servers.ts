import { readEnvironment } from '#workers/config';
import { readRunningStack } from '#dev/stack/runningStack';
import { launcherSettings, unsetServers } from '#dev/stack/settings';
import { StartError } from '#dev/stack/startError';

/** A Postgres and a Temporal that belong together, and where workers of theirs poll. */
export interface Servers {
  databaseUrl: string;
  temporalAddress: string;
  namespace: string;
  taskQueue: string;
}

/**
 * The servers that the environment names, or else those of the stack of this checkout; never one of each, which a
 * command that changes both would tie together.
 * @throws StartError that names what is not set
 */
export function requireServers(): Servers {
  const { databaseUrl, temporalAddress, ...given } = launcherSettings(readEnvironment());
  const stack = readRunningStack();
  // A stack may have been started on the very servers that the environment names.
  if (stack && isOf(databaseUrl, stack.databaseUrl) && isOf(temporalAddress, stack.temporalAddress)) return stack;
  if (databaseUrl !== undefined && temporalAddress !== undefined) return { databaseUrl, temporalAddress, ...given };
  const missing = unsetServers({ databaseUrl, temporalAddress });
  if (stack) throw new StartError(`${missing} must be set too: what is set is not of the stack that runs.`);
  throw new StartError(`No stack is running: start Everbox first (npm start), or set ${missing}.`);
}

const isOf = (given: string | undefined, ofStack: string): boolean => given === undefined || given === ofStack;
