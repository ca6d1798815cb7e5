import type { ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readyMessage } from '#workers/processes/lifecycle';
import { exited } from '#dev/stack/osProcesses';
import { RestartPauses } from '#dev/stack/restartPauses';
import { Service } from '#dev/stack/service';
import { sleep, waitFor } from '#test/support/waitFor';

let directory: string;
beforeEach(() => (directory = mkdtempSync(join(tmpdir(), 'everbox-service-'))));
afterEach(() => rmSync(directory, { recursive: true, force: true }));

describe('the pauses between restarts', () => {
  it('double while a process dies as soon as it is ready, or before', () => {
    const pauses = new RestartPauses();
    const seen = Array.from({ length: 8 }, (_, death) => {
      if (death % 2 === 0) pauses.wasUp(100);
      return pauses.next();
    });
    expect(seen).toEqual([500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000]);
  });

  it('begin anew after a run that was ready for longer than was waited for it', () => {
    const pauses = new RestartPauses();
    for (let death = 0; death < 6; death++) {
      expect(pauses.next()).toBe(500);
      pauses.wasUp(6_000);
    }
  });
});

test('a service that is killed again and again, each time after a healthy run, comes back as quickly as the first time', async () => {
  const script = join(directory, 'healthy.js');
  writeFileSync(script, `process.send(${JSON.stringify(readyMessage)}); setInterval(() => undefined, 1000);`);
  const children: ChildProcess[] = [];
  const notes: string[] = [];
  const service = new Service({
    name: 'worker',
    environment: {},
    logFile: join(directory, 'worker.log'),
    guardian: { guard: (child) => void children.push(child) },
    note: (line) => void notes.push(line),
    script,
  });
  await service.start();
  for (let death = 1; death <= 4; death++) {
    // What is healthy is the length of the run, so there is nothing else to wait for.
    await sleep(700);
    children.at(-1)?.kill('SIGKILL');
    await waitFor('the restart', async () => (notes.length === 2 * death ? true : undefined));
  }
  service.retire();
  children.at(-1)?.kill('SIGKILL');
  await exited(children.at(-1) as ChildProcess);
  expect(notes.filter((line) => line.includes('stopped'))).toEqual(
    Array(4).fill('The worker stopped (SIGKILL); starting it again in 0.5 s'),
  );
});
