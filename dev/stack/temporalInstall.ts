import { rmSync } from 'node:fs';
import { mkdtemp, readdir, rename } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { makeDirectory } from '#facade/files/makeDirectory';
import { readEnvironment } from '#workers/config';
import { runInstaller } from './installer';
import { StartError } from './startError';
import { minuteMs } from '#domain/time';

/** The newest tag that `go install` accepts: later ones replace a module, which it refuses. */
const goPackage = 'github.com/temporalio/cli/cmd/temporal@v1.5.1';
// Half an hour is ten times what the build takes on two cores; past it the network is stuck.
const goTimeoutMs = 30 * minuteMs;

/** A copy of the CLI in the making. */
export interface Making {
  /** Where it goes. */
  target: string;
  /** `PATH`, where installers are looked for. */
  searchPath: string;
  /** Says what takes long. */
  progress: (line: string) => void;
}

/**
 * Lets the SDK download the CLI that fits it.
 * @throws Error when it cannot, such as offline; says why
 */
export async function downloadWithSdk({ target, progress }: Making, download = startDownloaded): Promise<void> {
  progress('Temporal CLI: trying the download of the SDK');
  await intoPlace(target, async (directory) => {
    await download(directory).catch((error: unknown) => {
      throw new Error(innermost(String(error)), { cause: error });
    });
    const [file] = await readdir(directory);
    if (file === undefined) throw new Error('it left no file');
    return join(directory, file);
  });
}

/** The end of a chain of causes: before it the SDK says twice which URL it asked for. */
const innermost = (message: string): string => message.split(': ').slice(-2).join(': ');

/** The SDK downloads as a part of starting a server, which is stopped at once. */
async function startDownloaded(downloadDir: string): Promise<void> {
  // Loaded here only, since the SDK's native core costs memory that the launcher has no other use for.
  const { Runtime } = await import('@temporalio/worker');
  const runtime = Runtime.instance();
  const server = await runtime.createEphemeralServer({
    type: 'dev-server',
    exe: {
      type: 'cached-download',
      downloadDir,
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
}

function runtimeVersion(): string {
  return (require('@temporalio/worker/package.json') as { version: string }).version;
}

/**
 * Builds the CLI with the Go toolchain, which takes minutes.
 * @throws Error when there is no Go or the build fails; says why
 */
export async function installWithGo({ target, searchPath, progress }: Making): Promise<void> {
  await intoPlace(target, async (directory) => {
    let modules = 0;
    const { started, code, why } = await runInstaller('go', ['install', goPackage], {
      // Outside any Go module, with settings of the person's own that would change the build put aside.
      directory,
      environment: { ...readEnvironment(), PATH: searchPath, GOBIN: directory, GOFLAGS: '-mod=mod' },
      timeoutMs: goTimeoutMs,
      onLines: (lines) => void (modules += lines.filter((line) => line.startsWith('go: downloading')).length),
      report: (seconds) =>
        progress(`Temporal CLI: building with Go, once, a few minutes (${seconds} s, ${modules} modules downloaded)`),
    });
    if (!started) throw new Error('no Go toolchain on PATH');
    if (code !== 0) throw new Error(why);
    return join(directory, basename(target));
  });
}

/**
 * Runs `make` in a directory of its own beside the target and moves its file there whole: two starts never mix.
 * @throws StartError when nothing can be kept there
 */
export async function intoPlace(target: string, make: (directory: string) => Promise<string>): Promise<void> {
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
    await rename(await make(directory), target);
  } finally {
    process.off('exit', removeIt);
    removeIt();
  }
}
