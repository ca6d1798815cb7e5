import { initialShipment } from '#domain/shipment/machine';
import { reserveStock, releaseStock } from '#activities/inventory/stock';
import type { Dependencies } from '#activities/dependencies';
import type { ShipmentInput } from '#workflows/shipment/messages';
import { inTransaction } from '#db/pool';
import { consumeReservation } from '#db/catalog/stock';
import { publishPrograms } from '#workers/programs';
import { createTestDatabase, type TestDatabase } from '#test/support/database';
import { toyItems, toyProgram } from '#test/support/toyProgram';

let database: TestDatabase;
let dependencies: Dependencies;
beforeAll(async () => {
  database = await createTestDatabase();
  dependencies = { db: database.pool } as Dependencies; // stock needs nothing else
  await publishPrograms(database.pool, [toyProgram()]);
});
afterAll(() => database.drop());

beforeEach(async () => {
  await database.pool.query('TRUNCATE reservations, shipments, effects, stock, items CASCADE');
  await toyItems(database.pool, toyProgram(), 1, 3);
});

const shipment = (n: number, substitutes: string[] = []): ShipmentInput =>
  ({
    shipmentId: `sub_${n}-1`,
    subscriptionId: `sub_${n}`,
    customerId: 'cus',
    programId: 'test-toys',
    cycle: 1,
    sku: 'toy-01',
    substitutes,
    chargeCents: 1_999,
    addressId: 'adr',
  }) as ShipmentInput;

async function stockOf(sku: string) {
  const { rows } = await database.pool.query('SELECT on_hand, reserved FROM stock WHERE sku = $1', [sku]);
  return rows[0];
}

test('50 at once for the last unit: one has it, nobody is promised what is not there', async () => {
  const answers = await Promise.all(Array.from({ length: 50 }, (_, n) => reserveStock(dependencies, shipment(n))));
  expect(answers.filter(({ outcome }) => outcome === 'reserved')).toHaveLength(1);
  expect(answers.filter(({ outcome }) => outcome === 'outOfStock')).toHaveLength(49);
  expect(await stockOf('toy-01')).toEqual({ on_hand: 1, reserved: 1 });
});

test('who comes too late gets the first substitute that is there, by its rank', async () => {
  const answers = await Promise.all(
    Array.from({ length: 5 }, (_, n) => reserveStock(dependencies, shipment(n, ['toy-03', 'toy-02']))),
  );
  const skus = answers.map((answer) => (answer.outcome === 'reserved' ? answer.sku : answer.outcome)).sort();
  expect(skus).toEqual(['outOfStock', 'outOfStock', 'toy-01', 'toy-02', 'toy-03']);
});

test('one shipment that asks 20 times at once has one unit', async () => {
  await database.pool.query('UPDATE stock SET on_hand = 10');
  const answers = await Promise.allSettled(Array.from({ length: 20 }, () => reserveStock(dependencies, shipment(1))));
  // Two first requests may meet on the reservation's key: the loser's transaction fails whole, and is retried.
  const reserved = answers.filter(({ status }) => status === 'fulfilled');
  expect(reserved.length).toBeGreaterThan(0);
  expect(await stockOf('toy-01')).toEqual({ on_hand: 10, reserved: 1 });
  expect(await reserveStock(dependencies, shipment(1))).toEqual({
    outcome: 'reserved',
    sku: 'toy-01',
    stationId: null,
  });
});

test.each([
  ['reserved', false],
  ['handed off', true],
])('a released unit that was %s is on the shelf again, once', async (_, consumed) => {
  await reserveStock(dependencies, shipment(1));
  if (consumed) await inTransaction(database.pool, (tx) => consumeReservation(tx, 'sub_1-1'));
  expect(await stockOf('toy-01')).toEqual(consumed ? { on_hand: 0, reserved: 0 } : { on_hand: 1, reserved: 1 });
  await Promise.all(
    Array.from({ length: 10 }, () =>
      releaseStock(dependencies, { input: shipment(1), state: initialShipment(shipment(1)) }),
    ),
  );
  expect(await stockOf('toy-01')).toEqual({ on_hand: 1, reserved: 0 });
  // A run that was reset hears what it had, and gets no other.
  expect(await reserveStock(dependencies, shipment(1))).toMatchObject({ outcome: 'reserved', sku: 'toy-01' });
  expect(await stockOf('toy-01')).toEqual({ on_hand: 1, reserved: 0 });
});

test('what was given up before it had a unit gets none', async () => {
  const input = shipment(1);
  await releaseStock(dependencies, { input, state: initialShipment(input) });
  await expect(reserveStock(dependencies, input)).rejects.toMatchObject({ type: 'ShipmentAbandoned' });
  expect(await stockOf('toy-01')).toEqual({ on_hand: 1, reserved: 0 });
});
