import { rmSync } from 'node:fs';
import type { Environment } from '#domain/environment/environment';
import { rememberTogether } from '#workers/recovery/together';
import { childEnvironment } from './childEnvironment';
import { ownDataDirectory } from './dataDirectory';
import { acquireLock } from './lock';
import { notSimulated } from './notSimulated';
import { OwnedProcesses, stopRecorded } from './ownedProcesses';
import { plannedAddresses, portUses, type PlannedAddresses } from './plannedAddresses';
import { requireFreePorts } from './ports';
import type { ServerProcess } from './postgres';
import { stopLeftover } from './postgresLeftover';
import { prepareDatabase, prepareTemporal } from './prepare';
import type { Progress } from './progress';
import { effectiveSecrets, stackFiles, writeAddresses, type KnownStack } from './runningStack';
import { localSecrets } from './secrets';
import { bundleAhead, openDatabase, openTemporal } from './servers';
import { Service } from './service';
import { launcherSettings, type LauncherSettings } from './settings';
import { StartError } from './startError';

export interface StackOptions {
  environment: Environment;
  progress: Progress;
}

/**
 * The local stack of one data directory. `start` brings everything up in order, or throws with nothing left running;
 * `stop` ends all that was started, also in the middle of a start.
 */
export class Stack {
  /** Settles when a server that the stack cannot do without has died; the stack is to be stopped then. */
  readonly failed: Promise<StartError>;
  private fail: (error: StartError) => void = () => undefined;
  private readonly settings: LauncherSettings;
  private readonly files: ReturnType<typeof stackFiles>;
  private processes: OwnedProcesses | undefined;
  private services: Service[] = [];
  private releaseLock: (() => void) | undefined;
  private stopping: Promise<void> | undefined;

  /** @throws ConfigError when the environment names a setting that cannot be */
  constructor(private readonly options: StackOptions) {
    this.settings = launcherSettings(options.environment);
    this.files = stackFiles(this.settings.dataDirectory);
    this.failed = new Promise((resolve) => (this.fail = resolve));
  }

  async start(): Promise<KnownStack> {
    try {
      return await this.bringUp();
    } catch (error) {
      await this.stop();
      throw error;
    }
  }

  /** Ends everything, in order; `force` ends it at once. Asking again while it is under way waits for the same end. */
  stop(force = false): Promise<void> {
    if (force) void this.processes?.stopAll(true);
    this.stopping ??= this.takeDown();
    return this.stopping;
  }

  private async bringUp(): Promise<KnownStack> {
    const { environment, progress } = this.options;
    const { settings, files } = this;
    const secrets = effectiveSecrets(environment);
    this.releaseLock = acquireLock(files.lock);
    ownDataDirectory(settings.dataDirectory);
    const { postgresPassword } = localSecrets(files.secrets);
    const addresses = plannedAddresses(settings, postgresPassword);
    const forChildren = childEnvironment(environment, settings, addresses, secrets);
    await this.clearLeftovers();
    await requireFreePorts(portUses(settings));

    const guardian = (this.processes = new OwnedProcesses(files.processes));
    const parts = { settings, files, guardian, progress };
    const bundled = bundleAhead(parts, forChildren);
    await Promise.all([
      bundled,
      this.keepUp('Postgres', openDatabase(parts, postgresPassword)).then(() =>
        prepareDatabase(addresses.databaseUrl, progress),
      ),
      this.keepUp('Temporal', openTemporal(parts)).then(() =>
        prepareTemporal(
          {
            address: addresses.temporalAddress,
            namespace: settings.namespace,
            taskQueue: settings.taskQueue,
            isOwn: !settings.temporalAddress,
          },
          progress,
        ),
      ),
    ]);
    const apart = await rememberTogether(addresses.databaseUrl, {
      address: addresses.temporalAddress,
      namespace: settings.namespace,
    });
    if (apart !== null) progress.note(apart);
    await this.startServices(guardian, forChildren);
    return this.publish(addresses, notSimulated(forChildren, addresses.simulatorUrl), secrets);
  }

  private async clearLeftovers(): Promise<void> {
    const left = await stopRecorded(this.files.processes);
    await stopLeftover(this.files.postgres);
    if (left.length > 0) this.options.progress.note(`Ended what an earlier start had left: ${left.join(', ')}`);
  }

  private async keepUp(name: string, starting: Promise<ServerProcess | undefined>): Promise<void> {
    const server = await starting;
    server?.child.once('exit', (code, signal) => {
      if (this.stopping) return;
      const log = this.files.log(name.toLowerCase());
      this.fail(new StartError(`${name} stopped (${signal ?? `exit code ${code}`}); its log is ${log}.`));
    });
  }

  private async startServices(guardian: OwnedProcesses, environment: NodeJS.ProcessEnv): Promise<void> {
    const { progress } = this.options;
    const labels = { simulator: 'Partner simulator', worker: 'Worker', api: 'API' } as const;
    this.services = (['simulator', 'worker', 'api'] as const).map(
      (name) => new Service({ name, environment, logFile: this.files.log(name), guardian, note: progress.note }),
    );
    await Promise.all(this.services.map((service) => progress.step(labels[service.name], () => service.start())));
  }

  private publish(
    { simulatorDatabaseUrl: _, ...addresses }: PlannedAddresses,
    elsewhere: KnownStack['notSimulated'],
    secrets: KnownStack['secrets'],
  ): KnownStack {
    const stack = { ...addresses, notSimulated: elsewhere };
    writeAddresses(this.files.addresses, stack);
    return { ...stack, secrets };
  }

  private async takeDown(): Promise<void> {
    // Services first give up restarting: one that dies now must not come back.
    for (const service of this.services) service.retire();
    await this.processes?.stopAll();
    if (!this.releaseLock) return; // another launcher's, or nobody's: its files are not ours to remove
    rmSync(this.files.addresses, { force: true });
    this.releaseLock();
  }
}
