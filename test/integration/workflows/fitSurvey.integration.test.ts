import { join } from 'node:path';
import { fitSurveyId } from '#domain/ids';
import { programsDirectory, readProgramFile, samplesDirectory } from '#workers/programs';
import { importSampleCatalogs } from '#usecases/catalog/samples';
import { call, Customer } from '#test/support/customer';
import { SurveyOf } from '#test/support/surveyed';
import { World } from '#test/support/world';

const wardrobe = readProgramFile(join(programsDirectory(), 'wardrobe.yaml'));

let world: World;
beforeAll(async () => {
  world = await World.open({ title: 'fit survey', programs: [wardrobe] });
  await importSampleCatalogs(world.database.pool, samplesDirectory());
});
afterAll(() => world.close());

/** A customer of the wardrobe who says that they wear M, and has the first box. */
async function dressed(speed: number) {
  const customer = await Customer.signUp(world, {
    programId: wardrobe.id,
    planId: 'seasonal',
    testClockId: await world.testClock(speed, wardrobe.id),
    address: { country: 'US', postalCode: '10001' },
    zone: 'America/New_York',
    preferences: { likes: ['tops'], dislikes: [], size: 'M' },
  });
  const shipment = await customer.shipmentIn(1, 'delivered', 'done');
  return { customer, shipment, survey: new SurveyOf(world, customer, fitSurveyId(1)) };
}

async function sizeOf(customer: Customer, sku: string): Promise<string> {
  const { body } = await call(world, customer.token, 'GET', `/v1/products/${sku}/size?programId=${wardrobe.id}`);
  return body.recommended?.size;
}

async function fitsOf(customer: Customer): Promise<unknown[]> {
  const { rows } = await world.database.pool.query(
    `SELECT sku, subscription_id, data FROM events WHERE kind = 'fit' AND customer_id = $1`,
    [customer.id],
  );
  return rows;
}

test('a box of clothes is asked about once, five days on, and the answer changes the size at once', async () => {
  const { customer, shipment, survey } = await dressed(200_000);
  expect(await sizeOf(customer, shipment.sku)).toBe('M');
  expect(await survey.result()).toBe('sent');
  await survey.reached();

  const { rows } = await world.database.pool.query(
    `SELECT v.due_at - s.delivered_at = '120 hours' AS "isOnTime", v.sent_at >= v.due_at AS "isLateEnough", v.shipment_id, v.sku
     FROM surveys v JOIN shipments s ON s.id = v.shipment_id WHERE v.id = $1`,
    [survey.id],
  );
  expect(rows).toEqual([
    { isOnTime: true, isLateEnough: true, shipment_id: customer.shipmentId(1), sku: shipment.sku },
  ]);

  expect(new Set(await survey.resetEverywhere())).toEqual(new Set(['sent']));
  await survey.startAgain();
  expect([await survey.queued(), await survey.requests()]).toEqual([1, 1]);

  // Nobody else reads or answers it.
  const stranger = await world.token('customer', 'cus_stranger');
  expect((await survey.get(stranger)).status).toBe(404);
  expect((await survey.answer({ fit: 'good' }, stranger)).status).toBe(404);
  expect((await survey.get()).body).toMatchObject({ state: 'sent', title: `Does it fit? ${shipment.title}, M` });
  expect(await fitsOf(customer)).toEqual([]);

  expect((await survey.answer({ fit: 'tooSmall' })).status).toBe(201);
  expect(await fitsOf(customer)).toEqual([
    {
      sku: shipment.sku,
      subscription_id: customer.subscriptionId,
      data: { shipmentId: customer.shipmentId(1), fit: 'tooSmall' },
    },
  ]);
  const size = await sizeOf(customer, shipment.sku);
  expect(['L', 'XL', 'XXL']).toContain(size);
  const again = await survey.answer({ fit: 'good' });
  expect([again.status, again.body.type]).toEqual([409, 'urn:everbox:problem:AlreadyAnswered']);
  expect(await sizeOf(customer, shipment.sku)).toBe(size);
  await customer.post('/cancel', {});
});

test('who opted out by then is not asked, and nothing is learned', async () => {
  const { customer, shipment, survey } = await dressed(100_000); // five days in 4.3 s
  await survey.scheduled();
  expect((await call(world, customer.token, 'PUT', '/v1/me/surveys', { optedOut: true })).status).toBe(200);
  expect(await survey.result()).toBe('withheld');
  expect(new Set(await survey.resetEverywhere())).toEqual(new Set(['withheld']));
  expect([await survey.queued(), await survey.requests()]).toEqual([0, 0]);
  expect((await survey.get()).status).toBe(404);
  expect((await survey.answer({ fit: 'tooSmall' })).status).toBe(404);
  expect(await fitsOf(customer)).toEqual([]);
  expect(await sizeOf(customer, shipment.sku)).toBe('M');
  await customer.post('/cancel', {});
});
