import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { findTemporalCli, type TemporalCliSources } from '../../../workers/stack/temporalCli';

const good = '#!/bin/sh\necho "temporal version 1.5.1 (Server 1.29.1, UI 2.42.1)"\n';
const tooOld = '#!/bin/sh\necho "temporal version 0.13.0 (Server 1.24.2, UI 2.27.2)"\n';
const broken = '#!/bin/sh\nexit 126\n';

let directory: string;
let notes: string[];
let tried: string[];

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'everbox-cli-'));
  notes = [];
  tried = [];
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

function put(path: string, content: string): string {
  const file = join(directory, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
  chmodSync(file, 0o755);
  return file;
}

/** Sources that leave `content` at the target, or nothing. */
function sources(content: { download?: string; build?: string }): TemporalCliSources {
  const source = (name: 'download' | 'build') => async (target: string) => {
    tried.push(name);
    const made = content[name];
    if (made === undefined) return false;
    put('cache/bin/temporal', made);
    return existsSync(target);
  };
  return { download: source('download'), build: source('build') };
}

const search = (made: { download?: string; build?: string } = {}, explicitPath?: string) =>
  findTemporalCli(
    {
      explicitPath,
      searchPath: join(directory, 'path'),
      cacheDirectory: join(directory, 'cache'),
      progress: (line) => notes.push(line),
    },
    sources(made),
  );

describe('the search for the Temporal CLI', () => {
  it('takes TEMPORAL_CLI_PATH before anything else', async () => {
    put('path/temporal', good);
    const explicit = put('mine', good);
    await expect(search({}, explicit)).resolves.toBe(explicit);
  });

  it('does not go on when TEMPORAL_CLI_PATH is wrong', async () => {
    put('path/temporal', good);
    await expect(search({}, join(directory, 'nowhere'))).rejects.toThrow(/^TEMPORAL_CLI_PATH is .*nowhere/);
    expect(tried).toEqual([]);
  });

  it('takes PATH before the cache, and the cache before making one', async () => {
    const cached = put('cache/bin/temporal', good);
    await expect(search()).resolves.toBe(cached);
    const onPath = put('path/temporal', good);
    await expect(search()).resolves.toBe(onPath);
    expect(tried).toEqual([]);
  });

  it.each([
    ['does not run', broken],
    ['is cut short', 'ELF'],
    ['has a server without updates', tooOld],
  ])('passes over one on PATH that %s', async (_why, content) => {
    put('path/temporal', content);
    const cached = put('cache/bin/temporal', good);
    await expect(search()).resolves.toBe(cached);
  });

  it('removes a broken copy from the cache and makes a new one', async () => {
    const cached = put('cache/bin/temporal', broken);
    await expect(search({ download: good })).resolves.toBe(cached);
    expect(notes).toEqual([expect.stringContaining(`does not run; removing ${cached}`)]);
    await expect(search()).resolves.toBe(cached);
    expect(tried).toEqual(['download']);
  });

  it('builds one when the download fails or does not run', async () => {
    await expect(search({ build: good })).resolves.toBe(join(directory, 'cache/bin/temporal'));
    rmSync(join(directory, 'cache'), { recursive: true });
    await expect(search({ download: broken, build: good })).resolves.toBe(join(directory, 'cache/bin/temporal'));
    expect(tried).toEqual(['download', 'build', 'download', 'build']);
  });

  it('says in one sentence what to do when there is none', async () => {
    await expect(search()).rejects.toThrow(/install it .*TEMPORAL_CLI_PATH.*TEMPORAL_ADDRESS/);
  });
});
