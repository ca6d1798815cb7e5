import { DefaultLogger, Runtime } from '@temporalio/worker';
import { workflowBundle } from '../bundle';
import { loadConfig, readEnvironment } from '../config';
import { cacheDirectoryOf } from '#dev/stack/settings';
import { deedFilesOf, trainInChild } from '../training';
import { startWorker } from '../worker';
import { runProcess } from './lifecycle';

void runProcess('worker', async (logger) => {
  const config = loadConfig();
  Runtime.install({
    // Signals are `runProcess`'s to handle: the SDK's own handler would stop the worker, but not the relay beside it.
    shutdownSignals: [],
    logger: new DefaultLogger('INFO', ({ level, message, meta }) => {
      const pinoLevel = level.toLowerCase() as 'trace' | 'debug' | 'info' | 'warn' | 'error';
      logger[pinoLevel](meta ?? {}, message);
    }),
  });
  const cacheDirectory = cacheDirectoryOf(readEnvironment());
  const bundle = await workflowBundle(cacheDirectory);
  return startWorker(config, bundle, logger, trainInChild(config, deedFilesOf(config, cacheDirectory)));
});
