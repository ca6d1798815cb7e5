import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { readEnvironment } from '#workers/config';
import { repository } from './fixture';

const passedFile = { status: 'passed', assertionResults: [{ status: 'passed' }] };
const report = { numPassedTests: 7, numFailedTests: 0, testResults: [passedFile] };
const failedFile = { status: 'failed', assertionResults: [{ status: 'passed' }, { status: 'failed' }] };
const unloadedFile = { status: 'failed', assertionResults: [] };

/** Runs .ci/run with an npm that does nothing but what `behaviour`, a part of a shell script, says. */
async function ciRun(behaviour: string, args: string[] = []): Promise<{ code: number; lines: string[] }> {
  const directory = await mkdtemp(join(tmpdir(), 'everbox-ci-'));
  const npm = join(directory, 'npm');
  await writeFile(npm, `#!/bin/sh\nfor last; do :; done\nreport=\${last#--outputFile.json=}\n${behaviour}\n`);
  await chmod(npm, 0o755);
  const environment = readEnvironment();
  const env = { ...environment, PATH: `${directory}${delimiter}${environment['PATH'] ?? ''}` };
  const { code, stdout } = await new Promise<{ code: number; stdout: string }>((resolve) => {
    execFile(join(repository, '.ci', 'run'), args, { env }, (error, out) =>
      resolve({ code: Number(error?.code ?? 0), stdout: out }),
    );
  });
  await rm(directory, { recursive: true });
  return { code, lines: stdout.trimEnd().split('\n') };
}

const writes = (content: object): string => `[ "$1" = test ] && echo '${JSON.stringify(content)}' > "$report"`;

describe('.ci/run', () => {
  it('counts each test of the report, and each further check as one', async () => {
    const { code, lines } = await ciRun(`${writes(report)}\nexit 0`);
    expect({ code, last: lines.at(-1) }).toEqual({ code: 0, last: '15 passed, 0 failed' });
  });

  it.each([
    ['a failed test', { ...report, numFailedTests: 2, testResults: [failedFile] }, 1, '15 passed, 2 failed'],
    ['a file that could not be loaded', { ...report, testResults: [unloadedFile] }, 1, '15 passed, 1 failed'],
    ['a runner that failed after good tests', report, 1, '15 passed, 1 failed'],
  ])('counts %s', async (_, content, testCode, last) => {
    const { code, lines } = await ciRun(`${writes(content)}\n[ "$1" = test ] && exit ${testCode}\nexit 0`);
    expect({ code, last: lines.at(-1) }).toEqual({ code: 1, last });
  });

  it('counts a runner that left no report as one failure, and goes on', async () => {
    const { code, lines } = await ciRun('[ "$1" = test ] && exit 3\nexit 0');
    expect({ code, last: lines.at(-1) }).toEqual({ code: 1, last: '8 passed, 1 failed' });
  });

  it('counts a failed check, and goes on', async () => {
    const { code, lines } = await ciRun('[ "$3" = lint ] && exit 1\nexit 0', ['--checks']);
    expect({ code, last: lines.at(-1) }).toEqual({ code: 1, last: '7 passed, 1 failed' });
  });

  it('stops when the installation fails', async () => {
    const { code, lines } = await ciRun('exit 1');
    expect({ code, last: lines.at(-1) }).toEqual({ code: 1, last: '0 passed, 1 failed' });
    expect(lines.filter((line) => line.startsWith('=== '))).toHaveLength(2);
  });

  it('is no success when it is ended before its time', async () => {
    const { code, lines } = await ciRun('kill -TERM $PPID', ['--checks']);
    expect(code).toBe(1);
    expect(lines.at(-1)).toMatch(/^\d+ passed, [1-9]\d* failed$/);
  });

  it('runs only what package.json has', () => {
    const { scripts } = require(join(repository, 'package.json')) as { scripts: Record<string, string> };
    const names = /^checks=\((.+)\)$/m.exec(readFileSync(join(repository, '.ci', 'run'), 'utf8'))?.[1]?.split(' ');
    expect(Object.keys(scripts)).toEqual(expect.arrayContaining(names!));
  });
});
