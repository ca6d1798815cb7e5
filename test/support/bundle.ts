import {
  type BundleOptions,
  bundleWorkflowCode,
  type WorkflowBundleOption,
  type WorkflowBundleWithSourceMap,
} from '@temporalio/worker';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { intercepted } from '#workers/bundle';
import { repositoryRoot } from '#workers/paths';

/** Names the file of the bundle that `globalSetup` wrote: half a hundred test files need the same one. */
export const bundlePathVariable = 'EVERBOX_TEST_WORKFLOW_BUNDLE';

/** The workflows as they are now. */
export async function testBundle(): Promise<WorkflowBundleOption> {
  const codePath = process.env[bundlePathVariable];
  return codePath === undefined ? presentBundle() : { codePath };
}

/** Bundles the workflows as they are now into a file. */
export async function writeTestBundle(path: string): Promise<void> {
  const { code } = await presentBundle();
  await writeFile(path, code);
}

const presentBundle = () => bundleOf(join(repositoryRoot(), 'workflows', 'index.ts'));

export function bundleOf(workflowsPath: string): Promise<WorkflowBundleWithSourceMap> {
  return bundleWorkflowCode({ workflowsPath, ...intercepted, logger: quiet, webpackConfigHook: fromSources });
}

/** `#domain/...` is the source, as in all tests. */
const fromSources: BundleOptions['webpackConfigHook'] = (webpack) => ({
  ...webpack,
  resolve: { ...webpack.resolve, conditionNames: ['everbox-source', '...'] },
});

const nothing = (): void => undefined;
/** Webpack's report of every bundle says nothing about a test. */
const quiet = { log: nothing, trace: nothing, debug: nothing, info: nothing, warn: nothing, error: nothing };
