import { randomBytes } from 'node:crypto';
import type { DeliveryPromise } from '#domain/delivery/types';
import type { LatLng, Zone } from '#domain/zone/types';
import { shipmentWorkflowId } from '#domain/ids';
import type { ShipmentInput } from '#workflows/shipment/messages';
import { publishZones } from '#workers/zones';
import { call, type Answer } from './customer';
import { stockStations, testZone } from './testZone';
import { briefRules } from './toyProgram';
import { waitFor } from './waitFor';
import type { World } from './world';
import { minuteMs } from '#domain/time';

/** One dispatcher runs per zone of a Temporal namespace, which all worlds share: each has a zone of its own, named by its queue. */
const zoneIdOf = ({ config }: World): string => `test-town-${config.temporal.taskQueue.slice(-8)}`;

/** The test zone, with couriers who are counted on for much. */
function busyZone(world: World): Zone {
  const zone = testZone();
  return { ...zone, id: zoneIdOf(world), promise: { ...zone.promise, tripsPerCourierHour: 20 } };
}

export const doorstep: LatLng = { lat: 53.802, lng: -1.552 };

/** Opens the busy zone, with 100 units of every toy at every station. */
export async function openZone(world: World): Promise<void> {
  const zone = busyZone(world);
  await publishZones(world.database.pool, [zone]);
  await stockStations(world.database.pool, zone, 'test-toys', 100);
  // What the partners say counts as well: left alone, the simulator draws it by the hour.
  const skus = Array.from({ length: 10 }, (_, n) => `toy-${String(n + 1).padStart(2, '0')}`);
  await world.simulator.setStations(
    zone.stations.flatMap(({ id }) => skus.map((sku) => ({ stationId: id, sku, available: 100 }))),
  );
  await world.simulator.setZones([{ zoneId: zone.id, couriersOnShift: 50, openOffers: 0 }]);
}

export interface PlacedOrder {
  customerId: string;
  token: string;
  orderId: string;
  deliveryId: string;
}

/** Promise and order of one toy, as a customer makes them: a new one, unless one is named. */
export async function order(
  world: World,
  sku = 'toy-01',
  customerId = `cus_${randomBytes(6).toString('hex')}`,
  line1 = '1 High Street',
): Promise<PlacedOrder> {
  const token = await world.token('customer', customerId);
  const body = { programId: 'test-toys', sku };
  const promise = await expectStatus(
    201,
    call(world, token, 'POST', '/v1/promises', { ...body, location: doorstep, kind: 'oneHour' }),
  );
  const address = {
    name: 'A Person',
    line1,
    city: 'Leeds',
    postalCode: 'LS1 1AA',
    country: 'GB',
    location: doorstep,
  };
  const email = `${customerId}@example.com`;
  const placed = await expectStatus(
    201,
    call(world, token, 'POST', '/v1/orders', {
      ...body,
      promiseId: promise.id,
      email,
      address,
      paymentToken: 'tok_ok',
    }),
  );
  return { customerId, token, orderId: placed.id, deliveryId: `${placed.id}-1` };
}

async function expectStatus(status: number, answer: Promise<Answer>): Promise<Answer['body']> {
  const { status: got, body } = await answer;
  if (got !== status) throw new Error(`expected ${status}, got ${got}: ${JSON.stringify(body)}`);
  return body;
}

/** A courier who does by hand what a phone would do. */
export class Courier {
  private constructor(
    readonly world: World,
    readonly id: string,
    readonly token: string,
  ) {}

  static async onShift(world: World, place: LatLng = { lat: 53.803, lng: -1.551 }): Promise<Courier> {
    const id = `cou_${randomBytes(6).toString('hex')}`;
    const courier = new Courier(world, id, await world.token('courier', id));
    // Longer than the hour in which an order is due: who goes home before that is not counted on for it.
    const until = new Date(Date.now() + 4 * 3_600_000).toISOString();
    await expectStatus(200, courier.put('/v1/couriers/me/shift', { zoneId: zoneIdOf(world), until }));
    await courier.at(place);
    return courier;
  }

  put(path: string, body: unknown): Promise<Answer> {
    return call(this.world, this.token, 'PUT', path, body);
  }

  post(path: string, body: unknown = {}): Promise<Answer> {
    return call(this.world, this.token, 'POST', path, body);
  }

  async at({ lat, lng }: LatLng): Promise<void> {
    await expectStatus(200, this.put('/v1/couriers/me/location', { lat, lng, at: new Date().toISOString() }));
  }

  /** The next open offer. */
  offer(timeoutMs?: number): Promise<Answer['body']> {
    const ask = async () => {
      const { body } = await call(this.world, this.token, 'GET', '/v1/couriers/me/offers');
      return body.items.find((item: { state: string }) => item.state === 'open');
    };
    return waitFor(`an offer for ${this.id}`, ask, timeoutMs);
  }

  /** Was heard of so long ago that nothing can be left to this courier any more. */
  async fallSilent(): Promise<void> {
    const { pool } = this.world.database;
    await pool.query(`UPDATE couriers SET heard_at = heard_at - interval '1 hour' WHERE id = $1`, [this.id]);
  }

  endShift(): Promise<Answer> {
    return this.put('/v1/couriers/me/shift', { zoneId: zoneIdOf(this.world), until: null });
  }

  /** As soon as it is packed. */
  async pickUp(deliveryId: string): Promise<void> {
    await waitFor('the order to be packed', async () => {
      const { status } = await this.post(`/v1/deliveries/${deliveryId}/pickup`);
      return status === 200 ? true : undefined;
    });
  }

  /** Takes the next offer and brings it, until the read model shows the shipment delivered. */
  async deliver(deliveryId: string): Promise<void> {
    const { id } = await this.offer();
    await expectStatus(200, this.post(`/v1/offers/${id}/accept`));
    await this.bring(deliveryId);
    await shipmentEnds(this.world, deliveryId, 'delivered');
  }

  async bring(deliveryId: string): Promise<void> {
    await this.pickUp(deliveryId);
    await expectStatus(
      200,
      this.post(`/v1/deliveries/${deliveryId}/dropoff`, { proof: { kind: 'photo', value: 'ph_1' } }),
    );
  }
}

/** Waits until the read model shows the shipment in this phase. */
export async function shipmentEnds(world: World, shipmentId: string, phase: string): Promise<void> {
  await waitFor(`${shipmentId} to be ${phase}`, async () => {
    const { rows } = await world.database.pool.query('SELECT phase FROM shipments WHERE id = $1', [shipmentId]);
    return rows[0]?.phase === phase ? true : undefined;
  });
}

/**
 * A one-hour shipment on a clock of its own, as the relay would start it on the wall's; due after `dueInMs` of that
 * clock. Returns the business instant at which it is due.
 */
export async function startOnFastClock(
  world: World,
  orderId: string,
  speed: number,
  dueInMs = 60 * minuteMs,
): Promise<number> {
  const nowMs = Date.now();
  const promise: DeliveryPromise = {
    promiseId: `prm_${orderId}`,
    zoneId: zoneIdOf(world),
    stationId: 'test-market',
    place: doorstep,
    orderedAtMs: nowMs,
    handoffDueAtMs: nowMs + Math.min(15 * minuteMs, dueInMs),
    dueAtMs: nowMs + dueInMs,
    feeCents: 499,
    missed: { refundFee: true, creditCents: 300 },
  };
  const { pool } = world.database;
  await pool.query(
    `INSERT INTO addresses (id, subscription_id, name, line1, city, postal_code, country)
     VALUES ($1, $2, 'A Person', '1 High Street', 'Leeds', 'LS1 1AA', 'GB')`,
    [`adr_${orderId}`, orderId],
  );
  await pool.query(`INSERT INTO payment_methods (id, subscription_id, token) VALUES ($1, $2, 'tok_ok')`, [
    `pay_${orderId}`,
    orderId,
  ]);
  await pool.query(
    `INSERT INTO promises (id, customer_id, program_id, sku, zone_id, station_id, lat, lng, kind, price_cents, fee_cents, window_starts_at, due_at, state, expires_at)
     VALUES ($1, 'cus_fast', 'test-toys', 'toy-03', $4, 'test-market', $2, $3, 'oneHour', 1003, 499, now(), now(), 'used', now())`,
    [promise.promiseId, doorstep.lat, doorstep.lng, promise.zoneId],
  );
  await pool.query(
    `INSERT INTO orders (id, customer_id, program_id, sku, email, address_id, payment_method_id, promise_id, charge_cents)
     VALUES ($1, 'cus_fast', 'test-toys', 'toy-03', 'fast@example.com', $2, $3, $4, 1502)`,
    [orderId, `adr_${orderId}`, `pay_${orderId}`, promise.promiseId],
  );
  const input: ShipmentInput = {
    shipmentId: `${orderId}-1`,
    subscriptionId: orderId,
    customerId: 'cus_fast',
    programId: 'test-toys',
    cycle: 1,
    sku: 'toy-03',
    substitutes: [],
    chargeCents: 1_502,
    addressId: `adr_${orderId}`,
    payment: { paymentMethodId: `pay_${orderId}`, decidedAtMs: 0, revision: 0 },
    shipAtMs: nowMs,
    clock: { originWallMs: nowMs, originBusinessMs: nowMs, speed },
    promise,
    rules: briefRules,
  };
  await world.temporal.workflow.start('shipment', {
    workflowId: shipmentWorkflowId(orderId, 1),
    taskQueue: world.config.temporal.taskQueue,
    args: [input],
  });
  return promise.dueAtMs;
}
