import { randomBytes } from 'node:crypto';
import { inTransaction } from '#db/pool';
import { markPacked, openDelivery } from '#db/deliveries/deliveries';
import { createOffer } from '#db/deliveries/offers';
import type { LatLng } from '#domain/zone/types';
import { patiently } from '#test/support/patiently';
import { testZone } from '#test/support/testZone';
import type { Answer, ApiRig, Json } from './rig';
import { hourMs } from '#domain/time';

export const zone = testZone();
const [station] = zone.stations;
if (!station) throw new Error('the test zone has no station');
export const stationId = station.id;
export const center = zone.cells.center;
/** Degrees of latitude: about 111 m each thousandth. */
export const north = (place: LatLng, thousandths: number): LatLng => ({
  ...place,
  lat: place.lat + thousandths / 1_000,
});

const newId = (prefix: string): string => `${prefix}_${randomBytes(6).toString('hex')}`;

export interface DeliveryFixture {
  customerId?: string;
  place?: LatLng;
  isPacked?: boolean;
  orderedAtMs?: number;
  dueAtMs?: number;
}

/** Couriers, deliveries and offers on the API's own database, made by the same queries that the dispatcher uses. */
export class Delivering {
  constructor(readonly rig: ApiRig) {}

  private now = (): number => this.rig.nowMs ?? Date.now();

  async delivery(fixture: DeliveryFixture = {}): Promise<string> {
    const deliveryId = newId('ord');
    const orderedAtMs = fixture.orderedAtMs ?? this.now();
    await inTransaction(this.rig.database.pool, async (tx) => {
      await openDelivery(tx, {
        deliveryId,
        zoneId: zone.id,
        stationId,
        customerId: fixture.customerId ?? 'cus_1',
        place: fixture.place ?? center,
        orderedAtMs,
        handoffDueAtMs: orderedAtMs + hourMs / 4,
        dueAtMs: fixture.dueAtMs ?? orderedAtMs + hourMs,
        readyAtMs: orderedAtMs + 5 * 60_000,
      });
      if (fixture.isPacked !== false) await markPacked(tx, deliveryId, orderedAtMs);
    });
    return deliveryId;
  }

  /** A courier on shift, at a place of their own unless told. */
  async courier(place: LatLng | null = center): Promise<string> {
    const id = newId('crr');
    const until = new Date(this.now() + 4 * hourMs).toISOString();
    expectStatus(await this.put(id, 'shift', { zoneId: zone.id, until }), 200);
    if (place) expectStatus(await this.put(id, 'location', { ...place, at: new Date(this.now()).toISOString() }), 200);
    return id;
  }

  /** An offer, or null when the deliveries were not to be had. */
  async offer(courierId: string, deliveryIds: string[], standsForMs = 60_000): Promise<string | null> {
    const offerId = newId('off');
    const nowMs = this.now();
    const offer = {
      offerId,
      zoneId: zone.id,
      courierId,
      deliveryIds,
      explanation: {},
      expiresAtMs: nowMs + standsForMs,
    };
    const isMade = await inTransaction(this.rig.database.pool, (tx) => createOffer(tx, offer, nowMs));
    return isMade ? offerId : null;
  }

  /** A courier who has accepted these deliveries; the offer's ID with it. */
  async accepted(deliveryIds: string[], place: LatLng | null = center): Promise<{ courier: string; offer: string }> {
    const courier = await this.courier(place);
    const offer = await this.offer(courier, deliveryIds);
    if (offer === null) throw new Error('no offer was made');
    expectStatus(await this.answer(courier, offer, 'accept'), 200);
    return { courier, offer };
  }

  async carried(fixture: DeliveryFixture = {}): Promise<{ courier: string; id: string }> {
    const id = await this.delivery(fixture);
    const { courier } = await this.accepted([id]);
    expectStatus(await this.step(courier, id, 'pickup'), 200);
    return { courier, id };
  }

  put(courierId: string, what: 'shift' | 'location', body: unknown): Promise<Answer> {
    return this.asCourier(courierId, 'PUT', `/v1/couriers/me/${what}`, { body, key: null });
  }

  answer(courierId: string, offerId: string, answer: 'accept' | 'decline', key = newId('key')): Promise<Answer> {
    return this.asCourier(courierId, 'POST', `/v1/offers/${offerId}/${answer}`, { key });
  }

  async offers(courierId: string): Promise<Json[]> {
    const answer = await this.rig.call('GET', '/v1/couriers/me/offers', { role: 'courier', subject: courierId });
    return answer.body.items;
  }

  step(courierId: string, deliveryId: string, step: string, body?: unknown, key = newId('key')): Promise<Answer> {
    return this.asCourier(courierId, 'POST', `/v1/deliveries/${deliveryId}/${step}`, { body, key });
  }

  /** A hundred couriers may act at once: patiently, and each with the same key again. */
  private asCourier(
    subject: string,
    method: string,
    path: string,
    request: { body?: unknown; key: string | null },
  ): Promise<Answer> {
    return patiently(() => this.rig.call(method, path, { role: 'courier', subject, ...request }));
  }

  photo(courierId: string, deliveryId: string, key?: string): Promise<Answer> {
    return this.step(courierId, deliveryId, 'dropoff', { proof: { kind: 'photo', value: 'photo-1' } }, key);
  }

  async row(deliveryId: string): Promise<Json> {
    return (await this.rig.database.pool.query('SELECT * FROM deliveries WHERE id = $1', [deliveryId])).rows[0];
  }

  /** Kinds of the delivery's events, oldest first. */
  async kinds(deliveryId: string): Promise<string[]> {
    const sql = 'SELECT kind FROM delivery_events WHERE delivery_id = $1 ORDER BY id';
    return (await this.rig.database.pool.query<{ kind: string }>(sql, [deliveryId])).rows.map(({ kind }) => kind);
  }

  /** The events after which its workflow was told what the row says. */
  async told(deliveryId: string): Promise<string[]> {
    const sql = `SELECT e.kind FROM outbox o JOIN delivery_events e ON e.id = (o.payload->>'revision')::bigint
      WHERE o.kind = 'deliveryHappened' AND o.payload->>'deliveryId' = $1 ORDER BY o.id`;
    return (await this.rig.database.pool.query<{ kind: string }>(sql, [deliveryId])).rows.map(({ kind }) => kind);
  }

  /** Everything that a refused request must leave alone, as one text. */
  async snapshot(): Promise<string> {
    const tables = ['couriers', 'deliveries', 'offers', 'offer_deliveries', 'delivery_events', 'outbox'];
    const { pool } = this.rig.database;
    const dumps = await Promise.all(
      tables.map((table) => pool.query(`SELECT coalesce(jsonb_agg(t ORDER BY t::text), '[]') AS rows FROM ${table} t`)),
    );
    return JSON.stringify(dumps.map(({ rows }) => rows[0].rows));
  }
}

/** A refusal's status and type, as one text. */
export const refusal = ({ status, body }: Answer): string => `${status} ${String(body.type).split(':').at(-1)}`;

export function expectStatus(answer: Answer, status: number): void {
  if (answer.status !== status) throw new Error(`${answer.status} ${JSON.stringify(answer.body)}`);
}
