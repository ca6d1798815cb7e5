import { Client, Connection } from '@temporalio/client';
import { NativeConnection, Worker, type WorkflowBundleOption } from '@temporalio/worker';
import type { Logger } from 'pino';
import { createActivities } from '#activities/index';
import type { TrainModel } from '#activities/model/training';
import { createPool } from '#db/pool';
import { Models } from '#serving/picks/models';
import { PreparedCatalogs } from '#serving/picks/preparedCatalogs';
import { IndexKeeper } from '#serving/search/indexKeeper';
import { createFacade } from '#facade/compose/index';
import { facadeMetrics } from '#facade/metrics';
import { openWarehouse } from '#lake/store/warehouse';
import type { Config } from './config';
import { serveMetrics } from './metrics/metricsServer';
import { watchPollers } from './metrics/pollers';
import { WorkerMetrics } from './metrics/workerMetrics';
import { Relay, type RelayDependencies } from './relay';
import { ResetWatch } from './resets/watch';

export interface RunningWorker {
  /** Lets tasks under way finish, then closes every connection. */
  stop(): Promise<void>;
  /** Settles when the worker has ended; rejects when it failed. */
  ended: Promise<void>;
}

/** A worker of every workflow and activity on one task queue, a relay and a watch of resets beside it. Resolves once it polls. */
export async function startWorker(
  config: Config,
  bundle: WorkflowBundleOption,
  logger: Logger,
  train: TrainModel,
): Promise<RunningWorker> {
  const { address, namespace, taskQueue } = config.temporal;
  const db = createPool(config.databaseUrl);
  const metrics = new WorkerMetrics(db);
  const facade = createFacade(config.partners, facadeMetrics(metrics.registry));
  const native = await NativeConnection.connect({ address });
  const connection = await Connection.connect({ address });
  const client = new Client({ connection, namespace });
  const worker = await Worker.create({
    connection: native,
    namespace,
    taskQueue,
    workflowBundle: bundle,
    activities: createActivities({
      db,
      facade,
      client,
      catalogs: new PreparedCatalogs(db),
      models: new Models(db),
      searchIndexes: new IndexKeeper(db), // not started: it follows the catalog when it is asked, some times an hour
      train,
      warehouse: config.warehouse && openWarehouse(config.warehouse),
      eventRetentionDays: config.eventRetentionDays,
    }),
    // Longer than a partner call and its record: a worker that is told to stop does not leave an effect unrecorded.
    shutdownGraceTime: '15s',
    // A cached workflow costs about 0.3 MB, so this is some 300 MB at most; a million subscriptions mostly sleep.
    maxCachedWorkflows: 1_000,
  });
  watchPollers(metrics.registry, worker);
  const metricsServer = config.workerMetrics && (await serveMetrics(() => metrics.render(), config.workerMetrics));
  const beside = startBeside({ db, client, notifications: facade.notifications, taskQueue, logger });
  const ended = runThenClose(worker, [
    ...beside,
    async () => metricsServer && metricsServer.stop(),
    () => connection.close(),
    () => native.close(),
    () => db.end(),
  ]);
  const stop = async (): Promise<void> => {
    if (worker.getState() === 'RUNNING') worker.shutdown();
    await ended;
  };
  return { ended, stop };
}

/** What runs beside the worker: answers with how each is stopped. */
function startBeside(dependencies: RelayDependencies): (() => Promise<void>)[] {
  const loops = [new Relay(dependencies), new ResetWatch(dependencies)];
  for (const loop of loops) loop.start();
  return loops.map((loop) => () => loop.stop());
}

/** Runs until the worker is told to stop, or fails; then closes one after the other, in this order. */
async function runThenClose(worker: Worker, closers: (() => Promise<unknown>)[]): Promise<void> {
  try {
    await worker.run();
  } finally {
    for (const close of closers) await close();
  }
}
