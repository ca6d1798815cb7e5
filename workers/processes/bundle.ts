import { workflowBundle } from '../bundle';
import { readEnvironment } from '../config';
import { cacheDirectoryOf } from '#dev/stack/settings';

/** Fills the bundle cache and ends: run by the launcher beside other work, and while an image is built. */
workflowBundle(cacheDirectoryOf(readEnvironment())).catch((error: unknown) => {
  process.stderr.write(`${String(error)}\n`);
  process.exitCode = 1;
});
