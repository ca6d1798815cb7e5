import { bundleWorkflowCode, type WorkflowBundleOption } from '@temporalio/worker';
import { join } from 'node:path';
import { repositoryRoot } from '../../workers/paths';

let bundle: Promise<WorkflowBundleOption> | undefined;

/** The workflows as they are now, bundled once per test file. */
export function testBundle(): Promise<WorkflowBundleOption> {
  bundle ??= bundleOf(join(repositoryRoot(), 'workflows', 'index.ts'));
  return bundle;
}

export function bundleOf(workflowsPath: string): Promise<WorkflowBundleOption> {
  return bundleWorkflowCode({ workflowsPath, logger: quiet });
}

const nothing = (): void => undefined;
/** Webpack's report of every bundle says nothing about a test. */
const quiet = { log: nothing, trace: nothing, debug: nothing, info: nothing, warn: nothing, error: nothing };
