import type { Client } from '@temporalio/client';
import type { Database } from '../db/pool';
import type { Facade } from '../facade/ports';
import type { PreparedCatalogs } from './selection/preparedCatalogs';

/** What activities work with; a worker makes it once. */
export interface Dependencies {
  db: Database;
  facade: Facade;
  /** To signal subscriptions from a cohort run. */
  client: Client;
  catalogs: PreparedCatalogs;
}
