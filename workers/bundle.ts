import { existsSync } from 'node:fs';
import { rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { bundleWorkflowCode, DefaultLogger, type WorkflowBundleOption } from '@temporalio/worker';
import { makeDirectory } from '#facade/files/makeDirectory';
import { workflowBundlePath } from './bundlePath';

/** What stands between the SDK and every workflow: a part of each bundle. */
export const intercepted = { workflowInterceptorModules: [join(__dirname, '..', 'workflows', 'aheadOfTask')] };

/** The workflow code as one script, which webpack takes seconds to make; read from the cache when it is there. */
export async function workflowBundle(cacheDirectory: string): Promise<WorkflowBundleOption> {
  const codePath = await workflowBundlePath(cacheDirectory);
  if (existsSync(codePath)) return { codePath };
  // Webpack's report of each module is of no use to whoever starts a worker.
  const logger = new DefaultLogger('WARN');
  const { code } = await bundleWorkflowCode({
    workflowsPath: join(__dirname, '..', 'workflows'),
    ...intercepted,
    logger,
  });
  try {
    makeDirectory(cacheDirectory, 0o700);
    const draft = `${codePath}.${process.pid}`;
    await writeFile(draft, code);
    await rename(draft, codePath);
    return { codePath };
  } catch {
    // A read-only container without a bundle built in: slower to start, no reason not to.
    return { code };
  }
}
