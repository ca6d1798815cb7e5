import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigError } from '#domain/environment/environment';
import { parseConfig } from '#workers/config';
import { loadSimulatorConfig } from '#simulator/config';
import { launcherSettings } from '#dev/stack/settings';
import type { Compose, Service } from './compose';

/** Who reads the environment of which process: the very code that would refuse it at the start. */
const readers: Record<string, (environment: Record<string, string>) => unknown> = {
  'dist/workers/processes/api.js': parseConfig,
  'dist/workers/processes/worker.js': parseConfig,
  'dist/workers/processes/simulator.js': loadSimulatorConfig,
  'bin/everbox.mjs': launcherSettings,
};
const configuration = [
  'workers/config.ts',
  'workers/partnerProviders.ts',
  'simulator/config.ts',
  'workers/warehouseConfig.ts',
  'dev/stack/settings.ts',
];

/** Whether our own processes exist, would start with what they are given, and read all of it. */
export function everboxProblems(compose: Compose, root: string): string[] {
  const known = configuration.map((path) => readFileSync(join(root, path), 'utf8')).join('\n');
  return Object.entries(compose.services)
    .filter(([, { build }]) => build)
    .flatMap(([name, service]) => serviceProblems(service, root, known).map((each) => `services.${name}: ${each}`));
}

function serviceProblems({ command = [], environment = {} }: Service, root: string, known: string): string[] {
  const [node, file = ''] = command;
  const read = readers[file];
  if (node !== 'node' || !read) return [`command ${command.join(' ')} is none of Everbox's processes`];
  const source = file.replace(/^dist\//, '').replace(/\.js$/, '.ts');
  if (!existsSync(join(root, source))) return [`command names ${source}, which does not exist`];
  const unread = Object.keys(environment)
    .filter((name) => !new RegExp(`\\b${name}\\b`).test(known))
    .map((name) => `environment sets ${name}, which no process reads`);
  return [...unread, ...refusal(read, environment)];
}

function refusal(
  read: (environment: Record<string, string>) => unknown,
  environment: Record<string, string>,
): string[] {
  try {
    read(environment);
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return [`would refuse to start: ${error.message}`];
    throw error;
  }
}
