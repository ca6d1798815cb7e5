import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { exportPage } from '#activities/lake/exporter';
import { asWarehouseWriter } from '#db/lake/writerLock';
import {
  ask,
  at,
  dieAfterPut,
  exportedIds,
  exportSettled,
  insertEvents,
  keys,
  ledger,
  partOf,
  today,
  type WarehouseRig,
  warehouseRig,
} from './rig';

let rig: WarehouseRig;
beforeEach(async () => {
  rig = await warehouseRig();
});
afterEach(() => rig.close());

describe('an export', () => {
  it('writes what is there by day and hour, and a column is what it was', async () => {
    const data = { query: 'a "quoted",\nbroken line; \\ é 💚', stars: 4 };
    await insertEvents(rig.db, [
      { id: 'a', occurredAt: at('09:59:59.123456'), data },
      { id: 'b', occurredAt: at('10:00:00'), sku: null, kind: 'search' },
      { id: 'c', occurredAt: at('10:30:00'), customerId: '', sku: '' },
    ]);
    expect(await exportSettled(rig)).toEqual({ files: 2, events: 3, isDone: true });
    expect(await keys(rig)).toEqual([partOf('09', 1), partOf('10', 1)]);
    expect(await ledger(rig)).toEqual(await keys(rig));
    expect(
      await ask(
        rig.directory,
        `SELECT * EXCLUDE (received_at, dt, batch), dt::VARCHAR, data->>'query' FROM events ORDER BY id`,
      ),
    ).toEqual([
      [
        'a',
        'view',
        'c1',
        'test-toys',
        'sku-1',
        null,
        null,
        at('09:59:59.123456'),
        'everbox',
        data,
        9,
        today,
        data.query,
      ],
      ['b', 'search', 'c1', 'test-toys', null, null, null, at('10:00:00'), 'everbox', {}, 10, today, null],
      ['c', 'view', '', 'test-toys', '', null, null, at('10:30:00'), 'everbox', {}, 10, today, null],
    ]);
  });

  it('takes each event once, however often it runs, and writes nothing for an hour without events', async () => {
    await insertEvents(rig.db, [{ id: 'a' }]);
    await exportSettled(rig);
    expect(await exportSettled(rig)).toMatchObject({ files: 0, events: 0, isDone: true });
    expect(await exportedIds(rig.directory)).toEqual(['a']);
  });

  it('of an empty table leaves an empty view with its columns', async () => {
    expect(await exportSettled(rig)).toMatchObject({ files: 0, isDone: true });
    expect(await ask(rig.directory, 'SELECT count(*), count(customer_id) FROM events')).toEqual([[0, 0]]);
  });

  it('puts late events into another file of their own hour', async () => {
    await insertEvents(rig.db, [{ id: 'a', occurredAt: at('08:10:00') }]);
    await exportSettled(rig);
    await insertEvents(rig.db, [{ id: 'b', occurredAt: at('08:05:00') }]);
    await exportSettled(rig);
    expect(await keys(rig)).toEqual([partOf('08', 1), partOf('08', 2)]);
    expect(await exportedIds(rig.directory)).toEqual(['a', 'b']);
  });

  it('does not miss what commits late: a transaction that was open while others were exported', async () => {
    const slow = await rig.db.connect();
    await slow.query('BEGIN');
    await insertEvents(slow, [{ id: 'slow' }]);
    await insertEvents(rig.db, [{ id: 'quick' }]);
    // The quick one waits too, since it comes after the slow one; nothing is skipped over.
    await exportPage(rig);
    expect(await exportedIds(rig.directory)).toEqual([]);
    await slow.query('COMMIT');
    slow.release();
    await exportSettled(rig);
    expect(await exportedIds(rig.directory)).toEqual(['quick', 'slow']);
  });

  it('keeps events of a test clock, years ahead, with the hour in which they came', async () => {
    await insertEvents(rig.db, [{ id: 'a', occurredAt: '2099-05-05T05:05:05Z' }]);
    await exportSettled(rig);
    expect(await ask(rig.directory, 'SELECT occurred_at, year(dt) < 2099 FROM events')).toEqual([
      ['2099-05-05T05:05:05Z', true],
    ]);
  });

  it('goes page by page when there are many hours', async () => {
    await insertEvents(
      rig.db,
      Array.from({ length: 5 }, (_, hour) => ({ id: `e${hour}`, occurredAt: at(`0${hour}:00:00`) })),
    );
    expect(await exportSettled(rig, 2)).toEqual({ files: 2, events: 2, isDone: false });
    expect(await exportSettled(rig, 2)).toEqual({ files: 2, events: 2, isDone: false });
    await insertEvents(rig.db, [{ id: 'later', occurredAt: at('00:30:00') }]);
    // What came in between is another batch, so the last page of this one says that there is more.
    expect(await exportSettled(rig, 2)).toEqual({ files: 1, events: 1, isDone: false });
    expect(await exportSettled(rig, 2)).toEqual({ files: 1, events: 1, isDone: true });
    expect(await exportedIds(rig.directory)).toEqual(['e0', 'e1', 'e2', 'e3', 'e4', 'later']);
  });

  it('is refused while another process writes', async () => {
    await asWarehouseWriter(rig.db, async () => {
      await expect(exportSettled(rig)).rejects.toThrow('another process writes to the warehouse');
    });
    await expect(exportSettled(rig)).resolves.toMatchObject({ isDone: true });
  });

  it('stops, and says why, when the database is not the one that the ledger is of', async () => {
    await rig.db.query(`INSERT INTO warehouse_batches VALUES (1, '0', '999999999999', now(), now())`);
    await expect(exportSettled(rig)).rejects.toThrow('this database has seen');
  });
});

describe('an export that fails in the middle', () => {
  const events = ['01', '02', '03'].map((hour) => ({ id: hour, occurredAt: at(`${hour}:00:00`) }));

  it('before a file is in place leaves no trace of it, and its repeat gives each event once', async () => {
    await insertEvents(rig.db, events);
    const put = vi.spyOn(rig.warehouse.store, 'put');
    put.mockImplementationOnce(() => Promise.reject(new Error('the disk is full')));
    await expect(exportSettled(rig)).rejects.toThrow('the disk is full');
    put.mockRestore();
    expect(await keys(rig)).toEqual([]);
    await exportSettled(rig);
    expect(await exportedIds(rig.directory)).toEqual(['01', '02', '03']);
  });

  it('after a file is in place, but not in the ledger, writes the same bytes again', async () => {
    await insertEvents(rig.db, events);
    const broken = dieAfterPut(rig);
    await expect(exportSettled(rig)).rejects.toThrow('killed');
    broken.mockRestore();
    const [first] = await keys(rig);
    expect(await ledger(rig)).toEqual([]);
    const before = await readFile(join(rig.directory, first as string));
    await insertEvents(rig.db, [{ id: 'new', occurredAt: at('01:30:00') }]);
    await exportSettled(rig);
    expect(await readFile(join(rig.directory, first as string))).toEqual(before);
    await exportSettled(rig);
    expect(await exportedIds(rig.directory)).toEqual(['01', '02', '03', 'new']);
  });

  it('writes nothing more once it has lost its lock', async () => {
    await insertEvents(rig.db, events);
    const exporting = asWarehouseWriter(rig.db, async ({ connection, isHeld }) => {
      const { rows } = await connection.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
      await rig.db.query('SELECT pg_terminate_backend($1)', [rows[0]?.pid]);
      await isHeld();
    });
    await expect(exporting).rejects.toThrow(/connection|terminat|queryable/i);
  });
});
