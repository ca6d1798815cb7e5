import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inDataDirectory, ownDataDirectory } from '#dev/stack/dataDirectory';
import { acquireLock, lockHolder } from '#dev/stack/lock';
import { spawnLogged } from '#dev/stack/logFiles';
import { isAlive, startIdentity } from '#dev/stack/osProcesses';
import { OwnedProcesses, stopRecorded } from '#dev/stack/ownedProcesses';
import { freePort, requireFreePorts } from '#dev/stack/ports';
import { stopLeftover } from '#dev/stack/postgresLeftover';
import { localSecrets } from '#dev/stack/secrets';

let directory: string;
beforeEach(() => (directory = mkdtempSync(join(tmpdir(), 'everbox-files-'))));
afterEach(() => rmSync(directory, { recursive: true, force: true }));

describe('the lock', () => {
  const file = () => join(directory, 'data', 'lock');

  it('is held by one launcher at a time, and says who holds it', () => {
    const release = acquireLock(file());
    expect(() => acquireLock(file())).toThrow(`already runs on ${join(directory, 'data')} (process ${process.pid})`);
    release();
    expect(lockHolder(file())).toBeUndefined();
    acquireLock(file())();
  });

  it.each([
    ['a launcher that was killed', { pid: 2 ** 22 + 1, identity: '1' }],
    ['a launcher whose PID belongs to another process now', { pid: process.pid, identity: 'another start' }],
  ])('is taken over from %s', (_who, holder) => {
    acquireLock(file())();
    writeFileSync(file(), JSON.stringify(holder));
    const release = acquireLock(file());
    expect(lockHolder(file())?.pid).toBe(process.pid);
    release();
  });

  it('is taken over when it is damaged', () => {
    acquireLock(file())();
    writeFileSync(file(), '');
    const release = acquireLock(file());
    expect(lockHolder(file())?.pid).toBe(process.pid);
    release();
  });
});

describe('the secrets', () => {
  const file = () => join(directory, 'data', 'secrets.json');

  it('are made once, for their owner only', () => {
    const made = localSecrets(file());
    expect(localSecrets(file())).toEqual(made);
    expect(new Set(Object.values(made)).size).toBe(4);
    expect(statSync(file()).mode & 0o777).toBe(0o600);
    expect(statSync(join(directory, 'data')).mode & 0o777).toBe(0o700);
  });

  it('are never replaced when they are damaged, since data depend on them', () => {
    localSecrets(file());
    writeFileSync(file(), '{"jwtSecret": "short"}');
    expect(() => localSecrets(file())).toThrow(`${file()} is damaged`);
    expect(readFileSync(file(), 'utf8')).toBe('{"jwtSecret": "short"}');
  });
});

describe('a data directory', () => {
  const modeOf = (name: string): number => statSync(join(directory, name)).mode & 0o777;

  it('is for its owner only, with what an earlier version left open, and what is not ours is let be', () => {
    for (const name of ['logs', 'warehouse/events', 'mine']) mkdirSync(join(directory, name), { recursive: true });
    for (const name of ['logs/api.log', 'temporal.db', 'temporal.db-wal', 'warehouse/events/a.parquet', 'mine/notes']) {
      writeFileSync(join(directory, name), '', { mode: 0o644 });
    }
    chmodSync(directory, 0o755);
    ownDataDirectory(directory);
    expect(['logs/api.log', 'temporal.db', 'temporal.db-wal', 'warehouse/events/a.parquet'].map(modeOf)).toEqual([
      0o600, 0o600, 0o600, 0o600,
    ]);
    expect(['logs', 'warehouse', 'warehouse/events'].map(modeOf)).toEqual([0o700, 0o700, 0o700]);
    expect(['mine/notes', '.'].map(modeOf)).toEqual([0o644, 0o755]);
    rmSync(join(directory, 'mine'), { recursive: true });
    ownDataDirectory(directory);
    expect(modeOf('.')).toBe(0o700);
  });

  it('that cannot be, is one sentence', () => {
    const file = join(directory, 'file');
    writeFileSync(file, '');
    const sentence =
      /^The data directory .* cannot be written to \(E\w+, \w+\): set EVERBOX_DATA_DIR to one that can\.$/;
    expect(() => acquireLock(join(file, 'data', 'lock'))).toThrow(sentence);
    expect(() => localSecrets(join(file, 'data', 'secrets.json'))).toThrow(sentence);
    expect(() => spawnLogged('true', [], join(file, 'logs', 'api.log'), {})).toThrow(sentence);
  });

  it('that is full, says so', () => {
    const full = Object.assign(new Error('no space left'), { code: 'ENOSPC', syscall: 'write' });
    expect(() =>
      inDataDirectory('/data', () => {
        throw full;
      }),
    ).toThrow('The disk of the data directory /data is full: make room');
  });
});

describe('a port in use', () => {
  it('is named with its purpose and its variable', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const uses = [
      { port: await freePort(), purpose: 'the API', variable: 'EVERBOX_API_PORT' },
      { port, purpose: 'Postgres', variable: 'EVERBOX_POSTGRES_PORT' },
    ];
    await expect(requireFreePorts(uses)).rejects.toThrow(
      `Port ${port}, meant for Postgres, is in use: stop what listens there, or set EVERBOX_POSTGRES_PORT to a free port.`,
    );
    server.close();
    await once(server, 'close');
    await expect(requireFreePorts(uses)).resolves.toBeUndefined();
  });
});

describe('processes that an earlier start left', () => {
  const record = () => join(directory, 'processes.json');
  const ending = { name: 'sleeper', tier: 'service', signal: 'SIGTERM', graceMs: 2_000 } as const;

  it('are ended by the next', async () => {
    const child = spawn('sleep', ['60']);
    const left = [{ ...ending, pid: child.pid, identity: startIdentity(child.pid as number) }];
    writeFileSync(record(), JSON.stringify(left));
    await expect(stopRecorded(record())).resolves.toEqual(['sleeper']);
    await expect(stopRecorded(record())).resolves.toEqual([]);
  });

  it('are let be when their PID is somebody else now', async () => {
    const child = spawn('sleep', ['60']);
    writeFileSync(record(), JSON.stringify([{ ...ending, pid: child.pid, identity: 'another start' }]));
    await expect(stopRecorded(record())).resolves.toEqual([]);
    expect(isAlive(child.pid as number)).toBe(true);
    child.kill('SIGKILL');
  });

  it('count as none when the record is cut short', async () => {
    writeFileSync(record(), '[{"name": "sl');
    await expect(stopRecorded(record())).resolves.toEqual([]);
  });

  it('are none after an orderly stop, also of what started while it stopped', async () => {
    const owned = new OwnedProcesses(record());
    const child = spawn('sleep', ['60']);
    owned.guard(child, ending);
    expect(JSON.parse(readFileSync(record(), 'utf8'))).toEqual([expect.objectContaining({ pid: child.pid })]);
    await owned.stopAll();
    expect(child.signalCode).toBe('SIGTERM');
    const late = spawn('sleep', ['60']);
    owned.guard(late, ending);
    await once(late, 'exit');
    expect(late.signalCode).toBe('SIGKILL');
    expect(JSON.parse(readFileSync(record(), 'utf8'))).toEqual([]);
  });

  it('are still ended when the record of them cannot be written: a full disk does not end the launcher', async () => {
    const owned = new OwnedProcesses(join(directory, 'nowhere', 'processes.json'));
    const child = spawn('sleep', ['60']);
    owned.guard(child, ending);
    await owned.stopAll();
    expect(child.signalCode).toBe('SIGTERM');
  });

  it('do not keep Postgres from starting when their PID is somebody else now', async () => {
    const pidFile = join(directory, 'postmaster.pid');
    mkdirSync(directory, { recursive: true });
    writeFileSync(pidFile, `${process.pid}\n${directory}\n`);
    await stopLeftover(directory);
    expect(() => statSync(pidFile)).toThrow('ENOENT');
    expect(isAlive(process.pid)).toBe(true);
  });
});
