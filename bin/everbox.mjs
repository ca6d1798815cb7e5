#!/usr/bin/env node
// The `everbox` command. In a checkout it compiles the TypeScript sources when they changed since the last time, then runs the command in
// this same process, so that signals and exit codes are the command's own. In an image that holds only `dist/` it just runs it.
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const dist = join(root, 'dist');
const stampFile = join(dist, '.sources');
const lockFile = join(dist, '.building');
const require = createRequire(import.meta.url);

requireNode();
requireModules();
if (existsSync(join(root, 'tsconfig.build.json'))) await buildWhenChanged();
require(join(dist, 'cli', 'main.js')).main(process.argv);

function requireNode() {
  const { engines } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const [wantedMajor, wantedMinor] = engines.node.match(/\d+/g).map(Number);
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > wantedMajor || (major === wantedMajor && minor >= wantedMinor)) return;
  fail(`Everbox needs Node ${wantedMajor}.${wantedMinor} or later; this is Node ${process.versions.node}.`);
}

function requireModules() {
  if (existsSync(join(root, 'node_modules', 'commander'))) return;
  fail(`The dependencies are not installed: run npm ci in ${root} first.`);
}

async function buildWhenChanged() {
  if (readStamp() === stampOfSources()) return;
  mkdirSync(dist, { recursive: true });
  await acquireLock();
  try {
    // Another process may have built while this one waited. The stamp is taken before the build, so that an edit made during it is seen next time.
    const stamp = stampOfSources();
    if (readStamp() !== stamp) {
      await compile();
      removeOrphans('.');
      writeFileSync(`${stampFile}.new`, stamp);
      renameSync(`${stampFile}.new`, stampFile);
    }
  } finally {
    rmSync(lockFile, { force: true });
  }
}

async function compile() {
  const compiler = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
  if (!existsSync(compiler)) fail('The TypeScript compiler is not installed: run npm ci without --omit=dev first.');
  // `dist` was emptied by hand: without its record of what it wrote, the compiler writes everything again.
  if (!existsSync(join(dist, 'cli', 'main.js'))) rmSync(join(dist, '.tsbuildinfo'), { force: true });
  try {
    await promisify(execFile)(process.execPath, [compiler, '-p', 'tsconfig.build.json'], { cwd: root });
  } catch (error) {
    process.stderr.write(error.stdout || error.stderr || '');
    fail('The sources do not compile: mend the errors above.');
  }
}

/**
 * Outputs whose source is gone: `relay.js` of a file that became `relay/index.ts` would go on being loaded in its place.
 * The compiler never removes what it wrote.
 */
function removeOrphans(directory) {
  for (const entry of readdirSync(join(dist, directory), { withFileTypes: true })) {
    const path = join(directory, entry.name);
    if (entry.isDirectory()) {
      if (!entry.name.startsWith('.')) removeOrphans(path);
    } else if (/\.js(\.map)?$/.test(entry.name) && !existsSync(join(root, path.replace(/\.js(\.map)?$/, '.ts')))) {
      rmSync(join(dist, path));
    }
  }
}

/** Names, sizes and times of all sources: cheap to read, and a deleted file or an older branch changes it too. */
function stampOfSources() {
  const hash = createHash('sha256');
  for (const file of ['package-lock.json', 'tsconfig.json', 'tsconfig.build.json', ...sources('.')]) {
    const { mtimeMs, size } = statSync(join(root, file), { throwIfNoEntry: false }) ?? {};
    hash.update(`${file} ${mtimeMs} ${size}\n`);
  }
  return hash.digest('hex');
}

function sources(directory) {
  const found = [];
  for (const entry of readdirSync(join(root, directory), { withFileTypes: true })) {
    const path = join(directory, entry.name);
    if (entry.isDirectory()) {
      const skipped = entry.name.startsWith('.') || ['node_modules', 'dist', 'test', 'coverage'].includes(entry.name);
      if (!skipped) found.push(...sources(path));
    } else if (/\.(ts|json)$/.test(entry.name) && directory !== '.') {
      found.push(path);
    }
  }
  return found.sort();
}

function readStamp() {
  return existsSync(stampFile) ? readFileSync(stampFile, 'utf8') : undefined;
}

/** One build at a time. The file holds the builder's PID, so that a lock left by a killed one is taken over. */
async function acquireLock() {
  for (const deadline = Date.now() + 300_000; Date.now() < deadline;) {
    try {
      writeFileSync(lockFile, String(process.pid), { flag: 'wx' });
      return;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
    if (!lockHolderLives()) rmSync(lockFile, { force: true });
    else await new Promise((resolve) => setTimeout(resolve, 100));
  }
  fail(`Another build holds ${lockFile} for five minutes: end it, or remove the file.`);
}

function lockHolderLives() {
  try {
    const pid = Number(readFileSync(lockFile, 'utf8'));
    // Empty for the moment between creating and writing it.
    if (!pid) return Date.now() - statSync(lockFile).mtimeMs < 5_000;
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

function fail(sentence) {
  process.stderr.write(`everbox: ${sentence}\n`);
  // Without this the lock of a failed build would stay until the next one finds its holder dead.
  if (existsSync(lockFile) && readFileSync(lockFile, 'utf8') === String(process.pid)) rmSync(lockFile, { force: true });
  process.exit(1);
}
