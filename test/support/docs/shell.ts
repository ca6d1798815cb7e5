import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { exited, hasExited } from '#dev/stack/osProcesses';
import { waitFor } from '../waitFor';
import { type Block, shellTextOf } from './blocks';
import type { Checkout } from './checkout';

/** What a block printed on both streams, and the commands of it that failed. */
export interface BlockResult {
  output: string;
  failed: string[];
}

/** Far longer than any block takes on a busy machine: the slow ones some minutes on a quiet one. */
export const longestBlockMs = 1_800_000;

/**
 * One bash, as a reader has open: what a block sets or defines is there for the next one. Blocks are read from files as
 * they are printed; every command that fails is told, not only the last one.
 */
export class Shell {
  private readonly child: ChildProcess;
  private readonly directory: string;
  private count = 0;

  constructor(checkout: Checkout) {
    this.directory = join(checkout.directory, '.shell');
    mkdirSync(this.directory, { recursive: true });
    this.child = spawn('bash', ['--noprofile', '--norc'], {
      cwd: checkout.directory,
      env: checkout.environment,
      stdio: ['pipe', 'inherit', 'inherit'],
    });
    this.say('set -E -o pipefail');
  }

  async run(block: Block): Promise<BlockResult> {
    const name = join(this.directory, String((this.count += 1)));
    const [file, output, failed, done] = ['sh', 'output', 'failed', 'done'].map((kind) => `${name}.${kind}`) as [
      string,
      string,
      string,
      string,
    ];
    writeFileSync(file, shellTextOf(block));
    writeFileSync(failed, '');
    this.say(`trap 'echo "line $LINENO: exit code $?" >> ${failed}' ERR`);
    this.say(`. ${file} < /dev/null > ${output} 2>&1`);
    this.say(`trap - ERR; touch ${done}`);
    await waitFor(
      `the end of ${block.page}:${block.line}`,
      async () => {
        if (hasExited(this.child)) throw new Error(`the shell ended: ${read(output)}`);
        return existsSync(done) ? true : undefined;
      },
      longestBlockMs,
    );
    return { output: read(output), failed: read(failed).split('\n').filter(Boolean) };
  }

  async close(): Promise<void> {
    this.child.stdin?.end();
    await exited(this.child);
    rmSync(this.directory, { recursive: true, force: true });
  }

  private say(line: string): void {
    this.child.stdin?.write(`${line}\n`);
  }
}

const read = (file: string): string => (existsSync(file) ? readFileSync(file, 'utf8') : '');

/** A block that stays in the foreground until Ctrl-C, in a terminal of its own. */
export class Foreground {
  output = '';
  private constructor(private readonly child: ChildProcess) {
    for (const stream of [child.stdout, child.stderr])
      stream?.on('data', (chunk: Buffer) => (this.output += chunk.toString()));
  }

  /** Resolves when it says that it is up. */
  static async start({ text }: Block, checkout: Checkout): Promise<Foreground> {
    const started = new Foreground(
      spawn('bash', ['--noprofile', '--norc', '-c', text], {
        cwd: checkout.directory,
        env: checkout.environment,
        stdio: ['ignore', 'pipe', 'pipe'],
        detached: true, // a process group of its own, as a terminal's foreground job has
      }),
    );
    await waitFor('"Ctrl-C stops everything"', async () => {
      if (hasExited(started.child)) throw new Error(`it ended:\n${started.output}`);
      return started.output.includes('Ctrl-C stops everything') ? true : undefined;
    });
    return started;
  }

  /** Ctrl-C, which a terminal sends to the whole group. Answers the exit code. */
  async interrupt(): Promise<number | null> {
    if (!hasExited(this.child) && this.child.pid !== undefined) process.kill(-this.child.pid, 'SIGINT');
    await exited(this.child);
    return this.child.exitCode;
  }
}
