import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createCheckout, patienceMs, repository, runTool } from './fixture';

/** What the linter must never let through, each in a file of its own; all of it compiles. */
const mistakes = {
  'typescript(no-misused-promises)': {
    file: 'workflows/asyncValidator.ts',
    text: `import { defineUpdate, setHandler } from '@temporalio/workflow';
      const skip = defineUpdate<void, [number]>('skip');
      export function listen(allowed: (n: number) => Promise<boolean>): void {
        setHandler(skip, () => undefined, {
          validator: async (n: number) => { if (!(await allowed(n))) throw new Error('refused'); },
        });
      }`,
  },
  'typescript(no-floating-promises)': {
    file: 'activities/notAwaited.ts',
    text: `export function save(write: () => Promise<void>): void { write(); }`,
  },
  'typescript(switch-exhaustiveness-check)': {
    file: 'domain/forgottenState.ts',
    text: `export function isOpen(state: 'open' | 'closed' | 'parked'): boolean {
        let open = false;
        switch (state) { case 'open': open = true; break; case 'closed': break; }
        return open;
      }`,
  },
  'typescript(return-await)': {
    file: 'db/uncaught.ts',
    text: `export async function read(query: () => Promise<string>): Promise<string> {
        try { return query(); } catch { return ''; }
      }`,
  },
  'typescript(no-unsafe-member-access)': {
    file: 'api/unchecked.ts',
    text: `export const sku = (body: string): unknown => JSON.parse(body).sku;`,
  },
  'node(no-process-env)': {
    file: 'workers/hidden.ts',
    text: `export const port = process.env['EVERBOX_API_PORT'];`,
  },
  'eslint(no-console)': {
    file: 'api/chatty.ts',
    text: `export const shout = (): void => console.log('here');`,
  },
  'everbox(no-default-in-expect)': {
    file: 'test/unit/defaulted.unit.test.ts',
    text: `test('has a label', () => { expect(new Map<string, string>().get('label') ?? 'XS').toBe('XS'); });`,
  },
  'everbox(no-missing-in-negation)': {
    file: 'test/unit/missing.unit.test.ts',
    text: `test('is not XL', () => { expect([{ label: 'S' }].at(1)?.label).not.toBe('XL'); });`,
  },
  'everbox(no-fixed-pause)': {
    file: 'test/unit/pause.unit.test.ts',
    text: `test('waits', async () => { await new Promise((resolve) => setTimeout(resolve, 7_000)); expect(1).toBe(1); });`,
  },
};

const allowed = {
  'workers/config.ts': `export const environment = process.env;`,
  'test/support/servers.ts': `process.env['EVERBOX_TEST'] = '1';`,
  'test/unit/looks.unit.test.ts': `test('looks again', async () => {
      let looks = 0;
      while ((looks += 1) < 3) await new Promise((resolve) => setTimeout(resolve, 5));
      const labels = [undefined, 'S'].map((label) => label ?? 'none');
      expect(labels).toEqual(['none', 'S']);
    });`,
  'cli/commands/token.ts': `export const print = (token: string): void => console.log(token);`,
};

describe('the linter', () => {
  let checkout: Awaited<ReturnType<typeof createCheckout>>;
  let codes: { file: string; code: string }[];

  beforeAll(async () => {
    const files = {
      ...Object.fromEntries(Object.values(mistakes).map(({ file, text }) => [file, text])),
      ...allowed,
    };
    checkout = await createCheckout({
      ...files,
      'tsconfig.json': await readFile(join(repository, 'tsconfig.json'), 'utf8'),
      '.ci/lint/expectations.mjs': await readFile(join(repository, '.ci/lint/expectations.mjs'), 'utf8'),
      '.oxlintrc.json': await readFile(join(repository, '.oxlintrc.json'), 'utf8'),
    });
    const { stdout } = await runTool(checkout.directory, 'oxlint', [
      '--type-aware',
      '--format=json',
      ...Object.keys(files),
    ]);
    const { diagnostics } = JSON.parse(stdout);
    codes = diagnostics.map(({ filename, code }: Record<string, string>) => ({ file: filename, code }));
  }, patienceMs);
  afterAll(() => checkout.remove());

  it.each(Object.entries(mistakes))('refuses %s', (code, { file }) => {
    expect(codes).toContainEqual({ file, code });
  });

  it.each(Object.keys(allowed))('lets %s do what only it may', (file) => {
    expect(codes.filter((each) => each.file === file)).toEqual([]);
  });
});
