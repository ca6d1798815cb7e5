import { execFile, fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { ProviderChoice } from '#facade/compose/providers';
import type { Config } from '#workers/config';
import { repositoryRoot } from '#workers/paths';
import { readyMessage } from '#workers/processes/lifecycle';

/** A worker, or the API, in a process of its own, as production runs it, so that a test can kill it. */
export class WorkerProcess {
  private constructor(
    private readonly child: ChildProcess,
    private readonly directory: string,
  ) {}

  /** Compiles what changed, then resolves once the worker polls, or the API listens. */
  static async start(
    config: Config,
    name: 'worker' | 'api' = 'worker',
    { log = 'ignore', logLevel = 'fatal' }: { log?: number | 'ignore'; logLevel?: string } = {},
  ): Promise<WorkerProcess> {
    await promisify(execFile)(process.execPath, [join(repositoryRoot(), 'bin', 'everbox.mjs'), '--version']);
    const directory = await mkdtemp(join(tmpdir(), `everbox-${name}-`));
    const child = fork(join(repositoryRoot(), 'dist', 'workers', 'processes', `${name}.js`), {
      env: { ...process.env, ...environmentOf(config), EVERBOX_LOG_LEVEL: logLevel, EVERBOX_DATA_DIR: directory },
      execArgv: [],
      stdio: ['ignore', log, 'inherit', 'ipc'],
    });
    const worker = new WorkerProcess(child, directory);
    const message = await Promise.race([
      once(child, 'message').then(([sent]) => sent as unknown),
      once(child, 'exit').then(([code]) => `exit ${String(code)}`),
    ]);
    if (message !== readyMessage) throw new Error(`the ${name} process did not start: ${String(message)}`);
    return worker;
  }

  get isRunning(): boolean {
    return this.child.exitCode === null && this.child.signalCode === null;
  }

  /** No chance to finish anything: what `kill -9` or a lost machine does. */
  async kill(): Promise<void> {
    await this.end('SIGKILL');
  }

  /** Stands still, as a process does whose machine is overloaded or swaps. */
  freeze(): void {
    this.child.kill('SIGSTOP');
  }

  thaw(): void {
    this.child.kill('SIGCONT');
  }

  async stop(): Promise<void> {
    await this.end('SIGTERM');
  }

  private async end(signal: NodeJS.Signals): Promise<void> {
    if (this.isRunning) {
      const exited = once(this.child, 'exit');
      this.child.kill(signal);
      await exited;
    }
    await rm(this.directory, { recursive: true, force: true });
  }
}

function environmentOf({ databaseUrl, temporal, api, partners, warehouse }: Config): Record<string, string> {
  return {
    NODE_ENV: 'test',
    DATABASE_URL: databaseUrl,
    TEMPORAL_ADDRESS: temporal.address,
    TEMPORAL_NAMESPACE: temporal.namespace,
    EVERBOX_TASK_QUEUE: temporal.taskQueue,
    EVERBOX_JWT_SECRET: api.jwtSecret,
    ...(api.port === 0 ? {} : { EVERBOX_API_PORT: String(api.port) }), // 0: none of the test's own, so the default
    ...Object.fromEntries(Object.entries(partners.providers).flatMap(variablesOf)),
    EVERBOX_PARTNER_API_KEY: partners.apiKey,
    EVERBOX_WEBHOOK_SECRET: partners.webhookSecret,
    EVERBOX_PARTNER_TIMEOUT_MS: '8000',
    ...(warehouse?.location.kind === 'directory' ? { WAREHOUSE_URL: warehouse.location.path } : {}),
  };
}

function variablesOf([partner, choice]: [string, ProviderChoice]): [string, string][] {
  const prefix = `EVERBOX_${partner.toUpperCase()}`;
  return [
    [`${prefix}_PROVIDER`, choice.provider],
    [`${prefix}_URL`, choice.provider === 'http' ? choice.url : ''],
  ];
}
