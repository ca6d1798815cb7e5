import type { MockInstance } from 'vitest';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Queryable } from '#db/pool';
import { queryWarehouse } from '#lake/store/query';
import type { StoredObject } from '#lake/store/store';
import { openWarehouse } from '#lake/store/warehouse';
import { type ExportedPage, type Exporter, exportPage } from '#activities/lake/exporter';
import type { PlainValue } from '#lake/store/values';
import { createTestDatabase, type TestDatabase } from '#test/support/database';
import { eventsAreFinal } from '#test/support/finalEvents';

export interface WarehouseRig extends Exporter {
  database: TestDatabase;
  directory: string;
  close(): Promise<void>;
}

/** A database of its own and an empty directory to export to. */
export async function warehouseRig(): Promise<WarehouseRig> {
  const database = await createTestDatabase();
  const directory = await mkdtemp(join(tmpdir(), 'everbox-warehouse-test-'));
  return {
    database,
    db: database.pool,
    directory,
    warehouse: openWarehouse({ location: { kind: 'directory', path: directory } }),
    close: async () => {
      await database.drop();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

export interface TestEvent {
  id: string;
  kind?: string;
  customerId?: string;
  sku?: string | null;
  occurredAt?: string;
  data?: object;
  source?: string;
  subscriptionId?: string | null;
}

/** Noon of today: a day that has a partition. */
export const today = new Date().toISOString().slice(0, 10);
export const at = (time: string, day = today): string => `${day}T${time}Z`;

export async function insertEvents(db: Queryable, events: TestEvent[]): Promise<void> {
  for (const {
    id,
    kind = 'view',
    customerId = 'c1',
    sku = 'sku-1',
    occurredAt = at('12:00:00'),
    data = {},
    source = 'everbox',
    subscriptionId = null,
  } of events) {
    await db.query(
      `INSERT INTO events (occurred_on, id, kind, customer_id, program_id, sku, occurred_at, data, source, subscription_id)
       VALUES (event_day($1), $2, $3, $4, 'test-toys', $5, $1, $6, $7, $8)`,
      [occurredAt, id, kind, customerId, sku, data, source, subscriptionId],
    );
  }
}

/** The whole result of a question. */
export function ask(directory: string, sql: string): Promise<PlainValue[][]> {
  return queryWarehouse(directory, sql, async ({ rows }) => {
    const all: PlainValue[][] = [];
    for await (const some of rows) all.push(...some);
    return all;
  });
}

/** IDs of every event in the warehouse, each as often as it is there. */
export const exportedIds = async (directory: string): Promise<string[]> =>
  (await ask(directory, 'SELECT id FROM events ORDER BY id')).map(([id]) => id as string);

/** Every file of events. */
export async function parts({ warehouse }: Exporter): Promise<StoredObject[]> {
  const all: StoredObject[] = [];
  for await (const part of warehouse.parts()) all.push(part);
  return all;
}

export const keys = async (rig: Exporter): Promise<string[]> => (await parts(rig)).map(({ key }) => key);

/** The keys of files that are recorded as exported. */
export async function ledger({ db }: Exporter): Promise<string[]> {
  const { rows } = await db.query<{ key: string }>('SELECT key FROM warehouse_exports ORDER BY key');
  return rows.map(({ key }) => key);
}

/** The key of a file of today. */
export const partOf = (hour: string, batch: number): string =>
  `events/dt=${today}/hour=${hour}/part-${String(batch).padStart(12, '0')}.parquet`;

/** Puts the next files in place, and dies before it can say so; `mockRestore` of what it gives back heals it. */
export function dieAfterPut({ warehouse: { store } }: Exporter): MockInstance {
  const put = store.put.bind(store);
  return vi.spyOn(store, 'put').mockImplementation(async (key, file) => {
    await put(key, file);
    throw new Error('killed');
  });
}

/** Exports once everything that was written before is final. */
export async function exportSettled(rig: Exporter, maxFiles?: number): Promise<ExportedPage> {
  await eventsAreFinal(rig.db);
  return exportPage(rig, maxFiles);
}
