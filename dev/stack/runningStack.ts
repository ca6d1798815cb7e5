import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Partner } from '#facade/ports/index';
import type { Environment } from '#domain/environment/environment';
import { readEnvironment } from '#workers/config';
import { inDataDirectory } from './dataDirectory';
import { lockHolder } from './lock';
import { localSecrets } from './secrets';
import { launcherSettings } from './settings';

/** Where a stack is found: what other commands need to talk to it. */
export interface StackAddresses {
  apiUrl: string;
  temporalAddress: string;
  /** Null when the Temporal is not one that Everbox started. */
  temporalUiUrl: string | null;
  namespace: string;
  taskQueue: string;
  databaseUrl: string;
  simulatorUrl: string;
}

/** The secrets that a stack runs with. */
export interface StackSecrets {
  jwtSecret: string;
  webhookSecret: string;
  partnerApiKey: string;
}

export interface KnownStack extends StackAddresses {
  /** Partners that the simulator does not play here: its ledger has nothing of them. */
  notSimulated: Partner[];
  secrets: StackSecrets;
}

type StoredStack = Omit<KnownStack, 'secrets'>;

/** Files of one data directory. */
export function stackFiles(dataDirectory: string) {
  const file = (name: string): string => join(dataDirectory, name);
  return {
    lock: file('lock'),
    secrets: file('secrets.json'),
    addresses: file('stack.json'),
    processes: file('processes.json'),
    postgres: file('postgres'),
    temporal: file('temporal.db'),
    log: (name: string) => file(join('logs', `${name}.log`)),
  };
}

/** The stack that runs on this checkout's data directory now, or undefined. */
export function readRunningStack(environment: Environment = readEnvironment()): KnownStack | undefined {
  const files = stackFiles(launcherSettings(environment).dataDirectory);
  if (!lockHolder(files.lock)) return undefined;
  try {
    const stored = JSON.parse(readFileSync(files.addresses, 'utf8')) as StoredStack;
    return { ...stored, secrets: effectiveSecrets(environment) };
  } catch {
    return undefined; // it is still starting
  }
}

/**
 * What the environment sets goes before what the data directory holds. In production nothing is made up: what is not
 * set stays empty, which the configuration refuses.
 */
export function effectiveSecrets(environment: Environment): StackSecrets {
  const isProduction = environment['NODE_ENV'] === 'production';
  const stored = isProduction
    ? undefined
    : localSecrets(stackFiles(launcherSettings(environment).dataDirectory).secrets);
  return {
    jwtSecret: environment['EVERBOX_JWT_SECRET'] || (stored?.jwtSecret ?? ''),
    webhookSecret: environment['EVERBOX_WEBHOOK_SECRET'] || (stored?.webhookSecret ?? ''),
    partnerApiKey: environment['EVERBOX_PARTNER_API_KEY'] || (stored?.partnerApiKey ?? ''),
  };
}

/** Addresses hold the database's password, so only their owner may read them. */
export function writeAddresses(file: string, stack: StoredStack): void {
  inDataDirectory(dirname(file), () => writeFileSync(file, `${JSON.stringify(stack, null, 2)}\n`, { mode: 0o600 }));
}
