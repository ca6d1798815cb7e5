import type { Client } from '@temporalio/client';
import type { Database } from '#db/pool';
import type { Facade } from '#facade/ports/index';
import type { TrainModel } from './model/training';
import type { Warehouse } from '#lake/store/warehouse';
import type { Models } from '#serving/picks/models';
import type { PreparedCatalogs } from '#serving/picks/preparedCatalogs';
import type { IndexKeeper } from '#serving/search/indexKeeper';

/** What activities work with; a worker makes it once. */
export interface Dependencies {
  db: Database;
  facade: Facade;
  /** To signal subscriptions from a cohort run. */
  client: Client;
  catalogs: PreparedCatalogs;
  models: Models;
  searchIndexes: IndexKeeper;
  /** Trains a selection model, in a process of its own where that matters. */
  train: TrainModel;
  /** Days that events are kept; undefined: as long as Everbox finds good. */
  eventRetentionDays?: number | undefined;
  /** Where events are exported to; undefined: nowhere. */
  warehouse?: Warehouse | undefined;
}
