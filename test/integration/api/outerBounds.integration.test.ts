import { signWebhook } from '#facade/webhooks/signature';
import { address, ApiRig, signUpBody, webhookSecret } from './rig';

let rig: ApiRig;
beforeAll(async () => {
  rig = await ApiRig.open();
});
afterAll(() => rig.close());

const cursorOf = (at: string): string => Buffer.from(JSON.stringify({ at, id: 'sub_1' })).toString('base64url');
const lists = ['/v1/subscriptions', '/v1/orders', '/v1/ops/subscriptions', '/v1/ops/attention', '/v1/ops/returns'];

test.each(lists)('a cursor of the year 0 is no cursor of %s', async (path) => {
  const customer = path.startsWith('/v1/ops') ? '' : '&customerId=cus_1';
  for (const at of ['0000-01-01T00:00:00Z', '0001-01-01T00:00:00Z']) {
    const { status, body } = await rig.call('GET', `${path}?cursor=${cursorOf(at)}${customer}`, { role: 'operator' });
    expect([status, body.errors?.[0]?.field]).toEqual([400, 'cursor']);
  }
  const good = await rig.call('GET', `${path}?cursor=${cursorOf(new Date().toISOString())}${customer}`, {
    role: 'operator',
  });
  expect(good.status).toBe(200);
});

test.each(['carrier', 'warehouse'])('an event of the %s of the year 1 is refused by its field', async (partner) => {
  const { status: _status, ...named } = { status: '', trackingNumber: 'TRK1' };
  const whose =
    partner === 'carrier'
      ? { ...named, status: 'delivered' }
      : { reference: 'ord_1-1', warehouseOrderId: 'wo_1', status: 'packed' };
  const rawBody = JSON.stringify({ eventId: 'e1', ...whose, occurredAt: '0001-01-01T00:00:00Z' });
  const signature = signWebhook(webhookSecret, rawBody, Math.floor(Date.now() / 1000));
  const headers = { 'everbox-signature': signature };
  const { status, body } = await rig.call('POST', `/v1/webhooks/${partner}`, { rawBody, key: null, headers });
  expect([status, body.errors?.[0]]).toMatchObject([400, { field: 'occurredAt', rule: 'year' }]);
});

test.each([
  ['preferences.ageYears', 'finite', '"ageYears":1e400'],
  ['preferences.__proto__', 'name', '"__proto__":{"size":"M"}'],
  ['preferences.constructor', 'name', '"constructor":1'],
])('a body with %s is refused by field and rule', async (field, rule, part) => {
  const rawBody = JSON.stringify(signUpBody({ address })).replace('"preferences":{', `"preferences":{${part},`);
  const { status, body } = await rig.call('POST', '/v1/subscriptions', { role: 'customer', rawBody });
  expect([status, body.errors?.[0]]).toMatchObject([400, { field, rule }]);
});
