import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { readEnvironment } from '#workers/config';

/** Runs a command with our stdin, stdout and stderr. Answers its exit code, as a shell would say it. */
export function run(command: string, args: string[], more: Record<string, string>): Promise<number> {
  const child = spawn(command, args, { stdio: 'inherit', env: { ...readEnvironment(), ...more } });
  // A Ctrl-C is the command's to answer, which the terminal sends it too; what is sent to us alone is passed on.
  process.on('SIGINT', () => undefined);
  for (const signal of ['SIGTERM', 'SIGHUP'] as const) process.on(signal, () => child.kill(signal));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => resolve(code ?? 128 + (signal ? constants.signals[signal] : 0)));
  });
}
