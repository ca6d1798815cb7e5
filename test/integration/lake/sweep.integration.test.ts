import { sweepWarehouseFiles } from '#activities/lake/sweep';
import {
  ask,
  at,
  dieAfterPut,
  exportedIds,
  exportSettled,
  insertEvents,
  keys,
  partOf,
  parts,
  today,
  type WarehouseRig,
  warehouseRig,
} from './rig';

let rig: WarehouseRig;
beforeEach(async () => {
  rig = await warehouseRig();
});
afterEach(() => rig.close());

describe('an erasure', () => {
  const erase = (customerId: string, erasedAt = 'now()'): Promise<unknown> =>
    rig.db.query(
      `INSERT INTO erasures (customer_id, erased_at) VALUES ($1, ${erasedAt})
       ON CONFLICT (customer_id) DO UPDATE SET erased_at = excluded.erased_at`,
      [customerId],
    );

  it('keeps what was not exported yet from being exported', async () => {
    await insertEvents(rig.db, [
      { id: 'a', customerId: 'gone' },
      { id: 'b', customerId: 'stays' },
    ]);
    await erase('gone');
    await exportSettled(rig);
    expect(await exportedIds(rig.directory)).toEqual(['b']);
  });

  it('takes what was exported out of every file, once, and leaves the others as they are', async () => {
    await insertEvents(rig.db, [
      { id: 'a', customerId: 'gone', occurredAt: at('01:00:00') },
      { id: 'b', customerId: 'stays', occurredAt: at('01:00:00') },
      { id: 'c', customerId: 'gone', occurredAt: at('02:00:00') },
      { id: 'd', customerId: 'stays', occurredAt: at('03:00:00') },
    ]);
    await exportSettled(rig);
    const untouched = (await parts(rig)).find(({ key }) => key === partOf('03', 1));
    await erase('gone');
    expect(await sweepWarehouseFiles(rig)).toEqual({ customers: 1, retractions: 0, rewrittenFiles: 2 });
    expect(await exportedIds(rig.directory)).toEqual(['b', 'd']);
    expect(await parts(rig)).toContainEqual(untouched);
    expect(await keys(rig)).toEqual([partOf('01', 1), partOf('03', 1)]);
    expect(await sweepWarehouseFiles(rig)).toEqual({ customers: 0, retractions: 0, rewrittenFiles: 0 });
  });

  it('reaches a file whose export was killed before it was recorded', async () => {
    await insertEvents(rig.db, [{ id: 'a', customerId: 'gone' }]);
    const broken = dieAfterPut(rig);
    await expect(exportSettled(rig)).rejects.toThrow('killed');
    broken.mockRestore();
    await erase('gone');
    await exportSettled(rig);
    await sweepWarehouseFiles(rig);
    expect(await keys(rig)).toEqual([]);
  });

  it('leaves what the customer does after coming back, and a second one takes that too', async () => {
    await erase('back', `now() - interval '1 day'`);
    await insertEvents(rig.db, [{ id: 'a', customerId: 'back', occurredAt: new Date().toISOString() }]);
    await exportSettled(rig);
    await sweepWarehouseFiles(rig);
    expect(await exportedIds(rig.directory)).toEqual(['a']);
    await erase('back');
    await sweepWarehouseFiles(rig);
    expect(await exportedIds(rig.directory)).toEqual([]);
  });
});

describe('an event that is deleted', () => {
  const retract = (id: string): Promise<unknown> => rig.db.query('DELETE FROM events WHERE id = $1', [id]);

  it('leaves the file that holds it, and only that file is written again', async () => {
    await insertEvents(rig.db, [
      { id: 'a', occurredAt: at('01:00:00') },
      { id: 'b', occurredAt: at('01:00:00') },
      { id: 'c', occurredAt: at('02:00:00') },
    ]);
    await exportSettled(rig);
    await retract('a');
    expect(await sweepWarehouseFiles(rig)).toEqual({ customers: 0, retractions: 1, rewrittenFiles: 1 });
    expect(await exportedIds(rig.directory)).toEqual(['b', 'c']);
    expect(await sweepWarehouseFiles(rig)).toMatchObject({ retractions: 0 });
  });

  it('is told from the one that took its place under the same ID, whichever of them was exported', async () => {
    const rated = (stars: number) => insertEvents(rig.db, [{ id: 'rating', kind: 'rate', data: { stars } }]);
    const starsKept = () => ask(rig.directory, `SELECT (data->>'stars')::INTEGER FROM events`);
    await rated(1);
    await retract('rating');
    await rated(2);
    await exportSettled(rig);
    await sweepWarehouseFiles(rig);
    expect(await starsKept()).toEqual([[2]]);
    await retract('rating');
    await rated(3);
    await exportSettled(rig);
    await sweepWarehouseFiles(rig);
    expect(await starsKept()).toEqual([[3]]);
  });

  it('stays in the warehouse when its whole day is dropped, for retention is not a correction', async () => {
    await insertEvents(rig.db, [{ id: 'a' }]);
    await exportSettled(rig);
    await rig.db.query(`DROP TABLE events_${today.replaceAll('-', '')}`);
    expect(await sweepWarehouseFiles(rig)).toMatchObject({ retractions: 0 });
    expect(await exportedIds(rig.directory)).toEqual(['a']);
  });
});
