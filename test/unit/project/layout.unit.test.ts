import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createCheckout, patienceMs, repository, runTool } from './fixture';

/** Every rule of the layout, broken once on purpose: a rule that cannot fail would hold nothing. */
const brokenSources: Record<string, { file: string; text: string; to: string }> = {
  'domain-imports': { file: 'domain/a.ts', text: `import type { Row } from '../db/row';`, to: 'db/row.ts' },
  'facade-imports': { file: 'facade/a.ts', text: `import { row } from '../db/row';`, to: 'db/row.ts' },
  'db-imports': { file: 'db/a.ts', text: `import { gate } from '../facade/gate';`, to: 'facade/gate.ts' },
  'contract-imports': { file: 'contract/a.ts', text: `import { row } from '../db/row';`, to: 'db/row.ts' },
  'lake-imports': { file: 'lake/a.ts', text: `import { gate } from '../facade/gate';`, to: 'facade/gate.ts' },
  'serving-imports': { file: 'serving/a.ts', text: `import { gate } from '../facade/gate';`, to: 'facade/gate.ts' },
  'simulator-imports': { file: 'simulator/a.ts', text: `import { row } from '../db/row';`, to: 'db/row.ts' },
  'usecases-imports': {
    file: 'usecases/a.ts',
    text: `import type { Answer } from '../api/answer';`,
    to: 'api/answer.ts',
  },
  'workflows-imports': { file: 'workflows/a.ts', text: `import { row } from '../db/row';`, to: 'db/row.ts' },
  'activities-imports': {
    file: 'activities/a.ts',
    text: `import { box } from '../workflows/box/workflow';`,
    to: 'workflows/box/workflow.ts',
  },
  'api-imports': { file: 'api/a.ts', text: `import { gate } from '../facade/gate';`, to: 'facade/gate.ts' },
  // Two files, one of them for a type only.
  'no-circular': { file: 'cli/one.ts', text: `import { two } from './two';\nexport type One = 1;`, to: 'cli/two.ts' },
  'nothing-imports-test': { file: 'workers/a.ts', text: `import { rig } from '../test/rig';`, to: 'test/rig.ts' },
  'domain-does-no-io': { file: 'domain/b.ts', text: `import { readFile } from 'node:fs';`, to: 'fs' },
  'domain-libraries': { file: 'domain/c.ts', text: `import { Pool } from 'pg';`, to: 'node_modules/pg/' },
  'no-orphans': { file: 'cli/forgotten.ts', text: '', to: 'cli/forgotten.ts' },
  'no-development-package-in-production': {
    file: 'cli/b.ts',
    text: `import fc from 'fast-check';`,
    to: 'node_modules/fast-check/',
  },
  'no-undeclared-package': { file: 'cli/c.ts', text: `import webpack from 'webpack';`, to: 'node_modules/webpack/' },
  'no-unresolvable': { file: 'cli/d.ts', text: `import { gone } from './gone';`, to: './gone' },
};

const brokenRuntime: Record<string, { file: string; text: string; to: string }> = {
  // Two steps away from the workflow, as it happens in practice.
  'workflow-bundle': {
    file: 'dist/.layout/workflows/index.js',
    text: `require('../domain/parse');`,
    to: 'node_modules/zod/',
  },
  'workflow-contracts': {
    file: 'dist/.layout/workflows/schedules.js',
    text: `require('@temporalio/client');`,
    to: 'node_modules/@temporalio/client/',
  },
  'no-circular': {
    file: 'dist/.layout/db/one.js',
    text: `require('./two');`,
    to: 'dist/.layout/db/two.js',
  },
};

const bystanders = {
  'api/answer.ts': `export type Answer = string;`,
  'cli/two.ts': `import type { One } from './one';\nexport const two: One = 1;`,
  'db/row.ts': `export type Row = string; export const row = 1;`,
  'facade/gate.ts': `export const gate = 1;`,
  'workflows/box/workflow.ts': `export const box = 1;`,
  'test/rig.ts': `export const rig = 1;`,
  'dist/.layout/domain/parse.js': `require('zod');`,
  'dist/.layout/db/two.js': `require('./one');`,
};

interface Violation {
  rule: { name: string };
  from: string;
  to: string;
}

async function violations(directory: string, config: string, what: string): Promise<Violation[]> {
  const args = ['--config', join(repository, config), '--output-type', 'json', what];
  const { stdout } = await runTool(directory, 'depcruise', args);
  return JSON.parse(stdout).summary.violations;
}

function ruleNames(config: string): string[] {
  return require(join(repository, config)).forbidden.map(({ name }: { name: string }) => name);
}

describe.each([
  { config: '.dependency-cruiser.cjs', what: '.', broken: brokenSources },
  { config: '.ci/runtime-layout.cjs', what: 'dist/.layout', broken: brokenRuntime },
])('the layout rules of $config', ({ config, what, broken }) => {
  let checkout: Awaited<ReturnType<typeof createCheckout>>;
  let found: Violation[];

  beforeAll(async () => {
    const files = Object.values(broken).map(({ file, text }) => [file, text]);
    checkout = await createCheckout({
      ...bystanders,
      ...Object.fromEntries(files),
      'package.json': await readFile(join(repository, 'package.json'), 'utf8'),
    });
    found = await violations(checkout.directory, config, what);
  }, patienceMs);
  afterAll(() => checkout.remove());

  it('are each broken below', () => {
    expect(Object.keys(broken).sort()).toEqual(ruleNames(config).sort());
  });

  it.each(Object.keys(broken))('%s is caught', (rule) => {
    const { file, to } = broken[rule]!;
    expect(found.filter((each) => each.from === file)).toContainEqual(
      expect.objectContaining({
        rule: expect.objectContaining({ name: rule }),
        to: expect.stringContaining(to),
      }),
    );
  });
});
