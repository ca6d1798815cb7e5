import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { workflowBundlePath } from '#workers/bundlePath';
import { ensureDatabase, requireDatabase } from './databases';
import { spawnLogged, tailOf } from './logFiles';
import { exited } from './osProcesses';
import type { Guardian } from './guardian';
import { startPostgres, type ServerProcess } from './postgres';
import type { Progress } from './progress';
import type { stackFiles } from './runningStack';
import type { LauncherSettings } from './settings';
import { StartError } from './startError';
import { startTemporal } from './temporal';
import { findTemporalCli } from './temporalCli';

export interface ServerParts {
  settings: LauncherSettings;
  files: ReturnType<typeof stackFiles>;
  guardian: Guardian;
  progress: Progress;
}

/** The Postgres of DATABASE_URL, or the embedded one with a database each for Everbox and the simulator. */
export async function openDatabase(parts: ServerParts, password: string): Promise<ServerProcess | undefined> {
  const { settings, files, guardian, progress } = parts;
  const external = settings.databaseUrl;
  if (external) {
    await progress.step('Postgres of DATABASE_URL', () => requireDatabase(external));
    return undefined;
  }
  return progress.step(`Postgres on 127.0.0.1:${settings.ports.postgres}`, async () => {
    const server = await startPostgres({
      dataDirectory: files.postgres,
      logFile: files.log('postgres'),
      port: settings.ports.postgres,
      password,
      durable: true,
      guardian,
    });
    await ensureDatabase(server.url, 'everbox');
    await ensureDatabase(server.url, 'simulator');
    return server;
  });
}

/** The development server, unless TEMPORAL_ADDRESS names another. */
export async function openTemporal(parts: ServerParts): Promise<ServerProcess | undefined> {
  const { settings, files, guardian, progress } = parts;
  if (settings.temporalAddress) return undefined;
  const { temporalCliPath, searchPath, cacheDirectory, namespace, ports } = settings;
  const note = (line: string): void => progress.note(line);
  const search = { explicitPath: temporalCliPath, searchPath, cacheDirectory, progress: note };
  const cliPath = await progress.step('Temporal CLI', () => findTemporalCli(search));
  return progress.step(`Temporal on 127.0.0.1:${ports.temporal}`, () =>
    startTemporal({
      cliPath,
      namespace,
      port: ports.temporal,
      uiPort: ports.temporalUi,
      databaseFile: files.temporal,
      logFile: files.log('temporal'),
      guardian,
    }),
  );
}

/** Bundles the workflows in a process of its own beside the servers' start, when their sources are new. */
export async function bundleAhead(parts: ServerParts, environment: NodeJS.ProcessEnv): Promise<void> {
  const { settings, files, guardian, progress } = parts;
  if (existsSync(await workflowBundlePath(join(settings.dataDirectory, 'cache')))) return;
  await progress.step('Workflow bundle', async () => {
    const logFile = files.log('bundle');
    const script = join(__dirname, '..', '..', 'workers', 'processes', 'bundle.js');
    const child = spawnLogged(process.execPath, [script], logFile, { environment });
    guardian.guard(child, { name: 'bundle', tier: 'service', signal: 'SIGTERM', graceMs: 2_000 });
    await exited(child);
    if (child.exitCode === 0) return;
    throw new StartError(`The workflows could not be bundled; ${logFile} ends with: ${tailOf(logFile)}`);
  });
}
