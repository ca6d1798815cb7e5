import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { mkdtemp, readdir, rename } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { makeDirectory } from '../../facade/files/makeDirectory';
import { readEnvironment } from '../config';
import { StartError } from './startError';
import { minuteMs } from '../../domain/time';

/** The newest tag that `go install` accepts: later ones replace a module, which it refuses. */
const goPackage = 'github.com/temporalio/cli/cmd/temporal@v1.5.1';
const goProgressEveryMs = 10_000;
// Half an hour is ten times what the build takes on two cores; past it the network is stuck.
const goTimeoutMs = 30 * minuteMs;

type Progress = (line: string) => void;

/** Lets the SDK download the CLI that fits it. False when it cannot, such as offline. */
export async function downloadWithSdk(target: string, progress: Progress): Promise<boolean> {
  progress('Temporal CLI: trying the download of the SDK');
  // Loaded here only, since the SDK's native core costs memory that the launcher has no other use for.
  const { Runtime } = await import('@temporalio/worker');
  return intoPlace(target, async (directory) => {
    const runtime = Runtime.instance();
    // The SDK downloads as a part of starting a server, which is stopped at once.
    const server = await runtime.createEphemeralServer({
      type: 'dev-server',
      exe: {
        type: 'cached-download',
        downloadDir: directory,
        version: 'default',
        ttl: 0,
        sdkName: 'sdk-typescript',
        sdkVersion: runtimeVersion(),
      },
      namespace: 'default',
      ip: '127.0.0.1',
      port: null,
      uiPort: null,
      dbFilename: null,
      ui: false,
      log: { format: 'pretty', level: 'error' },
      extraArgs: [],
    });
    await runtime.shutdownEphemeralServer(server);
    const [file] = await readdir(directory);
    return file === undefined ? undefined : join(directory, file);
  });
}

function runtimeVersion(): string {
  return (require('@temporalio/worker/package.json') as { version: string }).version;
}

/** Builds the CLI with the Go toolchain, which takes minutes. False when there is no Go or the build fails. */
export async function installWithGo(target: string, progress: Progress): Promise<boolean> {
  return intoPlace(target, async (directory) =>
    (await goInstall(directory, progress)) ? join(directory, basename(target)) : undefined,
  );
}

function goInstall(directory: string, progress: Progress): Promise<boolean> {
  return new Promise((resolve) => {
    const child = spawn('go', ['install', goPackage], {
      // Outside any Go module, with settings of the person's own that would change the build put aside.
      cwd: directory,
      env: { ...readEnvironment(), GOBIN: directory, GOFLAGS: '-mod=mod' },
      stdio: ['ignore', 'ignore', 'pipe'],
      timeout: goTimeoutMs,
    });
    const startedMs = Date.now();
    let modules = 0;
    let lastLine = '';
    child.stderr?.on('data', (chunk: Buffer) => {
      const lines = chunk.toString().trim().split('\n');
      modules += lines.filter((line) => line.startsWith('go: downloading')).length;
      lastLine = lines.at(-1) ?? lastLine;
    });
    const report = (): void => {
      const seconds = Math.round((Date.now() - startedMs) / 1000);
      progress(`Temporal CLI: building with Go, once, a few minutes (${seconds} s, ${modules} modules downloaded)`);
    };
    const timer = setInterval(report, goProgressEveryMs);
    const stopWithLauncher = (): boolean => child.kill();
    process.once('exit', stopWithLauncher);
    const finish = (built: boolean, why?: string): void => {
      clearInterval(timer);
      process.off('exit', stopWithLauncher);
      if (why) progress(`Temporal CLI: not built with Go: ${why}`);
      resolve(built);
    };
    child.once('spawn', report);
    child.once('error', () => finish(false, 'no Go toolchain on PATH'));
    child.once('close', (code) => finish(code === 0, code === 0 ? undefined : lastLine));
  });
}

/** Runs `make` in a directory of its own beside the target and moves its file there whole: two starts never mix. */
async function intoPlace(target: string, make: (directory: string) => Promise<string | undefined>): Promise<boolean> {
  try {
    makeDirectory(dirname(target));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new StartError(
      `The Temporal CLI cannot be kept in ${dirname(target)} (${code}): set XDG_CACHE_HOME to a directory that can be written to, or TEMPORAL_CLI_PATH.`,
    );
  }
  const directory = await mkdtemp(join(dirname(target), '.making-'));
  const removeIt = (): void => rmSync(directory, { recursive: true, force: true });
  // A Ctrl-C ends the process in the middle.
  process.once('exit', removeIt);
  try {
    const file = await make(directory);
    if (file === undefined) return false;
    await rename(file, target);
    return true;
  } catch {
    return false;
  } finally {
    process.off('exit', removeIt);
    removeIt();
  }
}
