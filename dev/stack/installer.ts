import { spawn } from 'node:child_process';

/** The outcome of an installer: its exit code (null: killed), whether there is such a command at all, and what it said of its failure. */
interface InstallerEnd {
  started: boolean;
  code: number | null;
  why: string;
}

interface InstallerRun {
  directory: string;
  environment: NodeJS.ProcessEnv;
  timeoutMs: number;
  /** Called as it begins and every ten seconds, so that nobody takes it for stuck. */
  report: (seconds: number) => void;
  /** Lines of its standard error, as they come. */
  onLines?: (lines: string[]) => void;
}

const reportEveryMs = 10_000;

/** Runs a command that fetches or builds something, to its end. It ends with the launcher, and after `timeoutMs` at the latest. */
export function runInstaller(command: string, args: readonly string[], run: InstallerRun): Promise<InstallerEnd> {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: run.directory,
      env: run.environment,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    const startedMs = Date.now();
    let text = '';
    child.stderr.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      run.onLines?.(chunk.toString().trim().split('\n'));
    });
    const report = (): void => run.report(Math.round((Date.now() - startedMs) / 1000));
    const timer = setInterval(report, reportEveryMs);
    const stop = (): boolean => child.kill();
    // Not by spawn's own option: that timer goes on when there is no such command, and keeps the process alive.
    const timeout = setTimeout(stop, run.timeoutMs);
    process.once('exit', stop);
    const finish = (end: InstallerEnd): void => {
      clearInterval(timer);
      clearTimeout(timeout);
      process.off('exit', stop);
      resolve(end);
    };
    child.once('spawn', report);
    child.once('error', (error) => finish({ started: false, code: null, why: error.message }));
    child.once('close', (code, signal) =>
      finish({ started: true, code, why: failureIn(text) ?? `ended by ${signal ?? code}` }),
    );
  });
}

/** The line that tells what went wrong: the last one that calls itself an error, or the last one. */
function failureIn(text: string): string | undefined {
  const lines = text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean);
  return lines.findLast((line) => /^error\b/i.test(line)) ?? lines.at(-1);
}
