import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { verifyWebhook } from '#facade/webhooks/signature';
import { until } from './receiver';
import { handoffOf, type Rig, startRig, webhookSecret } from './rig';

interface Packed {
  eventId: string;
  reference: string;
  warehouseOrderId: string;
  status: string;
  occurredAt: string;
}

/** Everbox's webhook of the warehouse: keeps what is signed, and refuses as often as it is told to. */
let received: Packed[];
let refuse = 0;
const unexpected: string[] = [];
const server = createServer((request, response) => {
  void bodyOf(request).then((body) => {
    const header = String(request.headers['everbox-signature']);
    const signed = verifyWebhook(webhookSecret, header, body, Date.now() / 1_000);
    if (!signed || request.url !== '/v1/webhooks/warehouse') unexpected.push(`${request.url}`);
    const refused = refuse > 0;
    if (refused) refuse -= 1;
    else received.push(JSON.parse(body) as Packed);
    response.statusCode = refused ? 503 : 204;
    response.end();
  });
});

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

let rig: Rig;
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  rig = await startRig({ webhookUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
});
beforeEach(async () => {
  await rig.client.clear();
  await rig.client.settings({ packMs: 200 });
  received = [];
});
afterEach(() => {
  if (unexpected.length > 0) throw new Error(`requests that nobody signed: ${unexpected.join('; ')}`);
});
afterAll(async () => {
  await rig.close();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

async function toStation(reference: string): Promise<string> {
  const answer = await rig.facade.warehouse.handOff({ ...handoffOf(reference), stationId: 'leeds-kirkgate' });
  if (answer.outcome !== 'accepted') throw new Error('refused');
  return answer.warehouseOrderId;
}

const told = (count: number) => until(() => received.length >= count);
const waiting = async (): Promise<number> => {
  const { rows } = await rig.database.pool.query<{ count: number }>(
    'SELECT count(*)::integer AS count FROM simulator.webhooks WHERE acknowledged_at IS NULL AND voided_at IS NULL',
  );
  return rows[0]?.count ?? 0;
};

test('a station tells that an order is packed, once it is', async () => {
  const warehouseOrderId = await toStation('ord_1-1');
  await told(1);
  expect(received).toEqual([
    {
      eventId: `${warehouseOrderId}-1`,
      reference: 'ord_1-1',
      warehouseOrderId,
      status: 'packed',
      occurredAt: expect.any(String),
    },
  ]);
  expect(Date.parse(received[0]!.occurredAt)).toBeLessThanOrEqual(Date.now());
});

test('the same handoff again is one order, packed once', async () => {
  await Promise.all([toStation('ord_2-1'), toStation('ord_2-1')]);
  await told(1);
  await until(async () => (await waiting()) === 0);
  expect(received).toHaveLength(1);
});

test('an order for the warehouse itself is packed without a word', async () => {
  await rig.facade.warehouse.handOff(handoffOf('sub_1-1'));
  expect(await waiting()).toBe(0);
});

test('an order that is cancelled before is not packed', async () => {
  await rig.client.settings({ packMs: 60_000 });
  const warehouseOrderId = await toStation('ord_3-1');
  expect(await waiting()).toBe(1);
  await rig.facade.warehouse.cancelOrder({ idempotencyKey: 'c', reference: 'ord_3-1', warehouseOrderId });
  expect(await waiting()).toBe(0);
});

test('on a bad day it is told twice, with one event ID', async () => {
  await rig.client.setFaults([{ partner: 'warehouse', kind: 'duplicateWebhook' }]);
  await toStation('ord_4-1');
  await told(2);
  expect(new Set(received.map(({ eventId }) => eventId)).size).toBe(1);
});

test('or late: it says when it was packed, not when it was told', async () => {
  await rig.client.setFaults([{ partner: 'warehouse', kind: 'lateWebhook', delayMs: 1_000 }]);
  const handedOffAtMs = Date.now();
  await toStation('ord_5-1');
  await told(1);
  expect(Date.now() - handedOffAtMs).toBeGreaterThanOrEqual(1_000);
  expect(Date.parse(received[0]!.occurredAt) - handedOffAtMs).toBeLessThan(1_000);
});

test('it is told until it is acknowledged, also by a simulator that starts again', async () => {
  await rig.client.settings({ packMs: 600 });
  refuse = 1;
  await toStation('ord_6-1');
  await rig.restart();
  await told(1);
  expect(received).toHaveLength(1);
});
