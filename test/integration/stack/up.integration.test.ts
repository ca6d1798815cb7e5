import { once } from 'node:events';
import { lstatSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isAlive } from '#dev/stack/osProcesses';
import { freePort } from '#dev/stack/ports';
import { killLeftProcesses, startEverbox, type TestProcess } from '#test/support/processes';
import { waitFor } from '#test/support/waitFor';

// A whole stack of its own: free ports, data in a temporary directory. A start compiles first when sources changed.

let directory: string;
let environment: Record<string, string | undefined>;

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'everbox-up-'));
  environment = {
    NODE_ENV: 'development',
    DATABASE_URL: undefined,
    TEMPORAL_ADDRESS: undefined,
    EVERBOX_DATA_DIR: join(directory, 'data'),
    EVERBOX_API_PORT: String(await freePort()),
    EVERBOX_SIMULATOR_PORT: String(await freePort()),
    EVERBOX_WORKER_METRICS_PORT: String(await freePort()),
    EVERBOX_POSTGRES_PORT: String(await freePort()),
    EVERBOX_TEMPORAL_PORT: String(await freePort()),
    EVERBOX_TEMPORAL_UI_PORT: String(await freePort()),
  };
});
afterAll(async () => {
  await killLeftProcesses();
  rmSync(directory, { recursive: true, force: true });
});

const everbox = (args: string[], more: Record<string, string | undefined> = {}): TestProcess =>
  startEverbox(args, { environment: { ...environment, ...more } });

interface Up {
  process: TestProcess;
  apiUrl: string;
  pids: Record<string, number>;
}

/** Starts the stack, runs `work` while it is up, and ends the launcher if `work` did not. */
async function whileUp(work: (up: Up) => Promise<void>): Promise<void> {
  const process = everbox(['up', '--json']);
  await process.untilWritten('"apiUrl"');
  const { apiUrl } = JSON.parse(process.stdout) as { apiUrl: string };
  const up = { process, apiUrl, pids: pidsNow() };
  try {
    await work(up);
  } finally {
    await process.end('SIGTERM');
  }
}

function pidsNow(): Record<string, number> {
  const records = JSON.parse(readFileSync(join(directory, 'data', 'processes.json'), 'utf8'));
  return Object.fromEntries(records.map(({ name, pid }: { name: string; pid: number }) => [name, pid]));
}

/** Files and directories that anybody but their owner may read: none, of logs, histories and rows. */
const openToOthers = (path: string): string[] =>
  ['.', ...(readdirSync(path, { recursive: true }) as string[])].filter(
    (name) => ((lstatSync(join(path, name), { throwIfNoEntry: false })?.mode ?? 0) & 0o044) !== 0,
  );

const untilGone = (pids: Record<string, number>): Promise<true> =>
  waitFor('the end of every process', async () => (Object.values(pids).some(isAlive) ? undefined : true));

async function programsOf(apiUrl: string): Promise<string[]> {
  const token = everbox(['token', '--role', 'customer', '--subject', 'ada']);
  await token.end();
  const answer = await fetch(`${apiUrl}/v1/programs`, { headers: { authorization: `Bearer ${token.stdout.trim()}` } });
  const body = (await answer.json()) as { items: { id: string }[] };
  return body.items.map(({ id }) => id);
}

test('everything comes up, serves, and is gone after a signal; what was stored is there at the next start', async () => {
  await whileUp(async ({ process, apiUrl, pids }) => {
    expect(Object.keys(pids).toSorted()).toEqual(['Postgres', 'Temporal', 'api', 'simulator', 'worker']);
    expect((await fetch(`${apiUrl}/readyz`)).status).toBe(200);
    expect(await programsOf(apiUrl)).toContain('coffee-club');
    expect(openToOthers(join(directory, 'data'))).toEqual([]);
    const { postgresPassword } = JSON.parse(readFileSync(join(directory, 'data', 'secrets.json'), 'utf8'));
    expect(`${process.stdout}${process.stderr}`).not.toContain(postgresPassword);
    expect(await process.end('SIGINT')).toBe(0);
    // Gone when the launcher is: nothing to wait for.
    expect(Object.values(pids).filter(isAlive)).toEqual([]);
  });
  await whileUp(async ({ apiUrl }) => {
    expect(await programsOf(apiUrl)).toContain('coffee-club');
  });
});

test('a second start on the same data says who runs, and disturbs nothing', async () => {
  await whileUp(async ({ process, apiUrl }) => {
    const second = everbox(['up']);
    expect(await second.end()).toBe(1);
    expect(second.stderr).toMatch(
      new RegExp(`^everbox: Everbox already runs on .* \\(process ${process.pid}\\): .*\n$`),
    );
    expect((await fetch(`${apiUrl}/readyz`)).status).toBe(200);
  });
});

test('a killed worker comes back', async () => {
  await whileUp(async ({ process, pids }) => {
    globalThis.process.kill(pids['worker'] as number, 'SIGKILL');
    await process.untilWritten('The worker is up again');
    expect(pidsNow()['worker']).not.toBe(pids['worker']);
  });
});

test('without Postgres the rest is stopped, with a sentence', async () => {
  await whileUp(async ({ process, pids }) => {
    globalThis.process.kill(pids['Postgres'] as number, 'SIGKILL');
    expect(await process.end()).toBe(1);
    expect(process.stderr).toContain('everbox: Postgres stopped (SIGKILL); its log is');
    await untilGone(pids);
  });
});

test('a killed launcher leaves nothing, and the next start succeeds', async () => {
  await whileUp(async ({ process, pids }) => {
    expect(await process.end('SIGKILL')).toBe('SIGKILL');
    await untilGone(pids);
  });
  await whileUp(async ({ apiUrl }) => {
    expect((await fetch(`${apiUrl}/readyz`)).status).toBe(200);
  });
});

test('a port in use is one sentence, and nothing was started', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  try {
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const refused = everbox(['up'], { EVERBOX_POSTGRES_PORT: String(port) });
    expect(await refused.end()).toBe(1);
    expect(refused.stderr).toBe(
      `everbox: Port ${port}, meant for Postgres, is in use: stop what listens there, or set EVERBOX_POSTGRES_PORT to a free port.\n`,
    );
    expect(Object.values(pidsNow()).filter(isAlive)).toEqual([]);
  } finally {
    server.close();
  }
});

test('a data directory that cannot be made is one sentence', async () => {
  for (const place of ['/proc/everbox/data', '/dev/null/data']) {
    const refused = everbox(['up'], { EVERBOX_DATA_DIR: place });
    expect(await refused.end()).toBe(1);
    expect(refused.stderr).toMatch(
      /^everbox: The data directory \/\S+ cannot be written to \(E\w+, \w+\): set EVERBOX_DATA_DIR to one that can\.\n$/,
    );
  }
});

test('in production no secret is made up', async () => {
  const refused = everbox(['up'], { NODE_ENV: 'production', EVERBOX_DATA_DIR: join(directory, 'production') });
  expect(await refused.end()).toBe(1);
  expect(refused.stderr).toContain('EVERBOX_JWT_SECRET must be set');
  const token = everbox(['token', '--role', 'operator', '--subject', 'ops'], { NODE_ENV: 'production' });
  expect(await token.end()).toBe(1);
  expect(token.stdout).toBe('');
});
