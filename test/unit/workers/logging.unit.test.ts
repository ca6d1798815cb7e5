import fs from 'node:fs';
import { mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLogger } from '#workers/logging';

let directory: string;
let log: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'everbox-log-'));
  log = join(directory, 'api.log');
});
afterEach(() => {
  vi.restoreAllMocks();
  rmSync(directory, { recursive: true, force: true });
});

const linesOf = (): { msg: string; fault?: string; dropped?: number }[] =>
  readFileSync(log, 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as { msg: string });

test('a log whose disk is full ends nothing, and says what is missing once there is room again', async () => {
  const fd = openSync(log, 'a');
  const logger = createLogger('test', 'info', fd);
  logger.info('before');
  const full = Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
  const disk = vi.spyOn(fs, 'writeSync').mockImplementation(() => {
    throw full;
  });
  const long = 'x'.repeat(10_000);
  for (let at = 0; at < 300; at++) logger.info({ long }, `full ${at}`);
  disk.mockRestore();
  logger.info('after');
  logger.info('more');
  await new Promise(setImmediate);
  const lines = linesOf();
  const kept = lines.filter(({ msg }) => msg.startsWith('full')).length;
  const told = lines.at(-1);
  expect(lines[0]?.msg).toBe('before');
  expect(kept).toBeGreaterThan(50);
  expect(told).toMatchObject({ msg: 'the log could not be written to for a while', fault: 'ENOSPC' });
  const after = lines.filter(({ msg }) => ['after', 'more'].includes(msg)).length;
  expect(told?.dropped).toBe(300 - kept + 2 - after);
});

test('a log on a device without any room ends nothing', () => {
  const logger = createLogger('test', 'info', '/dev/full');
  expect(() => {
    for (let at = 0; at < 3; at++) logger.info('nowhere');
  }).not.toThrow();
});
