import { spawn, type ChildProcess } from 'node:child_process';
import { repositoryRoot } from '#workers/paths';
import { exited, hasExited } from '#dev/stack/osProcesses';
import { waitFor } from './waitFor';

export interface ProcessOptions {
  /** Added to this process's environment; undefined takes a variable away. */
  environment?: Record<string, string | undefined>;
  directory?: string;
}

const running = new Set<TestProcess>();

/** A real child process, with all that it wrote. Call `killLeftProcesses` in `afterEach` or `afterAll`. */
export class TestProcess {
  stdout = '';
  stderr = '';

  constructor(readonly child: ChildProcess) {
    running.add(this);
    child.stdout?.on('data', (chunk: Buffer) => (this.stdout += chunk.toString()));
    child.stderr?.on('data', (chunk: Buffer) => (this.stderr += chunk.toString()));
    child.once('exit', () => running.delete(this));
  }

  get pid(): number {
    if (this.child.pid === undefined) throw new Error('the process did not start');
    return this.child.pid;
  }

  /** Waits until the text stands in what was written to either stream. Fails when the process ends before. */
  async untilWritten(text: string): Promise<void> {
    await waitFor(`"${text}"`, async () => {
      if (`${this.stdout}${this.stderr}`.includes(text)) return true;
      if (hasExited(this.child)) throw new Error(`the process ended:\n${this.stdout}\n${this.stderr}`);
      return undefined;
    });
  }

  /** Sends a signal, if one is given, and waits for the end. Answers the exit code, or the signal that ended it. */
  async end(signal?: NodeJS.Signals): Promise<number | NodeJS.Signals | null> {
    if (signal) this.child.kill(signal);
    await exited(this.child);
    // The last output may come after the exit.
    await new Promise((resolve) => setImmediate(resolve));
    return this.child.exitCode ?? this.child.signalCode;
  }
}

function startProcess(command: string, args: string[], options: ProcessOptions = {}): TestProcess {
  const child = spawn(command, args, {
    cwd: options.directory ?? repositoryRoot(),
    env: { ...process.env, ...options.environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  return new TestProcess(child);
}

/** The `everbox` command as a person runs it, which also compiles it when the sources changed. */
export function startEverbox(args: string[], options: ProcessOptions = {}): TestProcess {
  return startProcess(process.execPath, ['bin/everbox.mjs', ...args], { directory: repositoryRoot(), ...options });
}

/** Ends every process that a failed test left. */
export async function killLeftProcesses(): Promise<void> {
  await Promise.all([...running].map((left) => left.end('SIGKILL')));
}
