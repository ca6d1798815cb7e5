import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

export const repository = resolve(__dirname, '..', '..', '..');

/** How long a tool may take on a busy machine, ms; the runner's own 10 s for hooks are for those without processes. */
export const patienceMs = 60_000;

/** A throwaway checkout with these files and the repository's packages; call `remove` when done. */
export async function createCheckout(files: Record<string, string>) {
  const directory = await mkdtemp(join(tmpdir(), 'everbox-checkout-'));
  await symlink(join(repository, 'node_modules'), join(directory, 'node_modules'));
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(directory, path)), { recursive: true });
    await writeFile(join(directory, path), text);
  }
  return { directory, remove: () => rm(directory, { recursive: true }) };
}

/** Runs a tool of the repository in `directory`. Its exit code is no error here: finding faults is a tool's work. */
export function runTool(directory: string, tool: string, args: string[]): Promise<{ code: number; stdout: string }> {
  return new Promise((resolveRun) => {
    const path = join(repository, 'node_modules', '.bin', tool);
    execFile(path, args, { cwd: directory, maxBuffer: 64 * 1024 * 1024 }, (error, stdout) => {
      resolveRun({ code: Number(error?.code ?? 0), stdout });
    });
  });
}
