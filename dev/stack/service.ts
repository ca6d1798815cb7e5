import type { ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { readyMessage } from '#workers/processes/lifecycle';
import { spawnLogged, tailOf } from './logFiles';
import type { Ending, Guardian } from './guardian';
import { RestartPauses } from './restartPauses';
import { StartError } from './startError';
import { minuteMs } from '#domain/time';

export interface ServiceOptions {
  name: 'worker' | 'api' | 'simulator';
  environment: NodeJS.ProcessEnv;
  logFile: string;
  guardian: Guardian;
  /** Says what happens after the start: a death, a restart. */
  note: (line: string) => void;
  /** What runs; the compiled process of that name. A test gives its own. */
  script?: string;
}

const readyWithinMs = minuteMs;
/** Above the worker's own time for tasks under way (15 s); the other two end within a second. */
const stopGraceMs = 20_000;

/**
 * One of our own processes, kept running. stopped -> starting -> ready -> (died -> pause -> starting)*. The first start fails at once instead, since then a person watches who can mend it.
 */
export class Service {
  private readonly ending: Ending;
  private stopping = false;
  private readonly pauses = new RestartPauses();
  private pauseTimer: NodeJS.Timeout | undefined;

  constructor(private readonly options: ServiceOptions) {
    this.ending = { name: options.name, tier: 'service', signal: 'SIGTERM', graceMs: stopGraceMs };
  }

  get name(): ServiceOptions['name'] {
    return this.options.name;
  }

  /** Resolves when the process says that it is ready. */
  start(): Promise<void> {
    return this.launch();
  }

  /** From now on the process stays away when it ends; its guardian ends it. */
  retire(): void {
    this.stopping = true;
    clearTimeout(this.pauseTimer);
  }

  private async launch(): Promise<void> {
    const { name, environment, logFile, guardian } = this.options;
    const { script = processFile(name) } = this.options;
    const child = spawnLogged(process.execPath, [script], logFile, { environment, withChannel: true });
    guardian.guard(child, this.ending);
    await this.untilReady(child);
    const readyAtMs = performance.now();
    child.once('exit', (code, signal) => {
      this.pauses.wasUp(performance.now() - readyAtMs);
      this.restartLater(signal ?? `exit code ${code}`);
    });
  }

  private restartLater(reason: string): void {
    if (this.stopping) return;
    const pauseMs = this.pauses.next();
    this.options.note(`The ${this.options.name} stopped (${reason}); starting it again in ${pauseMs / 1000} s`);
    this.pauseTimer = setTimeout(() => {
      this.launch().then(
        () => this.options.note(`The ${this.options.name} is up again`),
        (error: Error) => this.restartLater(error.message),
      );
    }, pauseMs);
  }

  private untilReady(child: ChildProcess): Promise<void> {
    const { name, logFile } = this.options;
    const failure = (what: string): StartError =>
      new StartError(`The ${name} ${what}; its log ${logFile} ends with: ${tailOf(logFile, 1)}`);
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        child.kill('SIGKILL');
        reject(failure('was not ready in time'));
      }, readyWithinMs);
      const failed = (): void => {
        clearTimeout(timer);
        reject(failure('stopped while starting'));
      };
      child.once('error', failed).once('exit', failed);
      child.on('message', (message) => {
        if (message !== readyMessage) return;
        clearTimeout(timer);
        child.off('error', failed).off('exit', failed);
        resolve();
      });
    });
  }
}

/** Compiled: the launcher itself runs from `dist/`, and so do its children. */
function processFile(name: string): string {
  return join(__dirname, '..', '..', 'workers', 'processes', `${name}.js`);
}
