import { Client, Connection } from '@temporalio/client';
import { createMetrics } from '#api/http/metrics';
import { pageText } from '#api/resources/search';
import { createApi, listen } from '#api/server';
import { createPool } from '#db/pool';
import { SelectionChanges } from '#serving/cache/changes';
import { PickService } from '#serving/picks/picks';
import { SearchService } from '#serving/search/service';
import { openSharedCache } from '#serving/cache/sharedCache';
import { createFacade } from '#facade/compose/index';
import { facadeMetrics } from '#facade/metrics';
import { loadConfig } from '../config';
import { runProcess } from './lifecycle';

void runProcess('api', async (logger) => {
  const { api, databaseUrl, temporal, partners, sharedCacheUrl, eventRetentionDays } = loadConfig();
  const db = createPool(databaseUrl);
  const changes = new SelectionChanges(db);
  const picks = new PickService(db, sharedCacheUrl === undefined ? null : openSharedCache(sharedCacheUrl), changes);
  picks.start();
  const search = new SearchService(db, pageText, changes);
  const connection = await Connection.connect({ address: temporal.address });
  const metrics = createMetrics();
  const app = createApi({
    db,
    temporal: new Client({ connection, namespace: temporal.namespace }),
    taskQueue: temporal.taskQueue,
    facadeReads: createFacade(partners, facadeMetrics(metrics.registry)),
    metrics,
    picks,
    search,
    settings: { jwtSecret: api.jwtSecret, testClocks: api.testClocks, webhookSecret: partners.webhookSecret },
    ...(eventRetentionDays === undefined ? {} : { events: { retentionDays: eventRetentionDays } }),
    logger,
  });
  const server = await listen(app, api);
  search.start(); // once it listens: building the indexes takes seconds, and delays nothing else
  return {
    stop: async () => {
      await server.close();
      await picks.stop();
      await search.stop();
      await connection.close();
      await db.end();
    },
  };
});
