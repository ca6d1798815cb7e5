import { defineConfig } from 'vitest/config';

/** The servers of a real stack on a busy machine: long enough never to fail a test that would pass, short enough to end a hung one. */
const onServers = {
  globalSetup: ['test/support/globalSetup.ts'],
  testTimeout: 120_000,
  hookTimeout: 120_000,
};

const project = (name: string, files: string, settings: object) => ({
  extends: true as const,
  test: { name, include: [`test/**/*.${files}.ts`], ...settings },
});

/**
 * Unit tests need nothing; integration tests share one real Postgres and one real Temporal, started by globalSetup. The others are
 * commands of their own: proofs that take hours, every command of the pages in docs/, and the recording of histories, which
 * is no test (`test/replay/histories.record.ts`).
 *
 * `isolate: false`: the files that one worker process runs share their modules. Loading Temporal's SDK anew for each file was
 * half of the suite's processor time.
 */
export default defineConfig({
  // `#domain/...` is the source here, also in globalSetup, and the compiler's output where Node runs it (package.json, "imports").
  resolve: { alias: [{ find: /^#(.*)$/, replacement: `${import.meta.dirname}/$1.ts` }] },
  test: {
    globals: true,
    pool: 'forks',
    isolate: false,
    // On a busy machine the runner's own 5 s are short for rules that are proved by thousands of cases.
    testTimeout: 60_000,
    projects: [
      // A worker process serves one project only, so the projects come one after the other.
      project('unit', 'unit.test', { maxWorkers: 2, sequence: { groupOrder: 1 } }),
      project('integration', 'integration.test', { ...onServers, maxWorkers: 3, sequence: { groupOrder: 2 } }),
      project('long', 'long.test', { ...onServers, maxWorkers: 1, sequence: { groupOrder: 3 } }),
      project('docs', 'docs.test', { ...onServers, globalSetup: [], maxWorkers: 1, sequence: { groupOrder: 4 } }),
      project('record', 'record', { ...onServers, maxWorkers: 1, sequence: { groupOrder: 5 } }),
    ],
  },
});
