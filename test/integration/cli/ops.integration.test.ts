import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { abandon, attention, metrics, retry, returns, subscriptionReport } from '#cli/ops/actions';
import { readAddressFile } from '#cli/ops/addressFile';
import { connectOperator } from '#cli/ops/connect';
import { effectsReport, effectsView } from '#cli/ops/effects';
import { attentionView, metricsView, returnsView, shipmentView, subscriptionView } from '#cli/ops/views';
import { call, Customer } from '#test/support/customer';
import { waitFor } from '#test/support/waitFor';
import { World } from '#test/support/world';

const address = { name: 'A Person', line1: '2 Low Street', city: 'Leeds', postalCode: 'LS1 1AA', country: 'GB' };
const badAddress = { line1: 'UNDELIVERABLE' };
/** Two days in some seconds, and the sixty of a parked shipment in more than a minute and a half. */
const parkedSpeed = 50_000;

let world: World;
let directory: string;

beforeAll(async () => {
  world = await World.open({ title: 'ops' });
  directory = await mkdtemp(join(tmpdir(), 'everbox-ops-'));
});
afterAll(async () => {
  await world.close();
  await rm(directory, { recursive: true, force: true });
});

async function operator() {
  const EVERBOX_TOKEN = await world.token('operator', 'ops_1');
  return connectOperator({ EVERBOX_API_URL: world.apiUrl, EVERBOX_TOKEN });
}

async function parked(): Promise<Customer> {
  const customer = await Customer.signUp(world, {
    testClockId: await world.testClock(parkedSpeed),
    address: badAddress,
  });
  await customer.shipmentIn(1, 'parked');
  return customer;
}

async function addressFile(content: unknown): Promise<string> {
  const file = join(directory, 'address.json');
  await writeFile(file, typeof content === 'string' ? content : JSON.stringify(content));
  return file;
}

describe('everbox ops', () => {
  it('says that a retry without a change parks again, and keeps a mended address where it was asked to', async () => {
    const api = await operator();
    const customer = await parked();
    const shipmentId = customer.shipmentId(1);
    expect(shipmentView(await retry(api, shipmentId))).toMatch(/note +.*AddressRefused.*parked again/);
    await waitFor('the second refusal', async () => {
      const { items } = await world.simulator.calls({ partner: 'warehouse', referencePrefix: shipmentId });
      return items.length === 2 ? true : undefined;
    });
    await customer.shipmentIn(1, 'parked');
    const unchanged = await retry(api, shipmentId, { address: { ...address, ...badAddress } });
    expect(shipmentView(unchanged)).toMatch(/note +.*the address given is the one that it has.*parked again/);
    await waitFor('the third refusal', async () => {
      const { items } = await world.simulator.calls({ partner: 'warehouse', referencePrefix: shipmentId });
      return items.length === 3 ? true : undefined;
    });
    await customer.shipmentIn(1, 'parked');
    const answer = shipmentView(await retry(api, shipmentId, { address, forSubscription: true }));
    expect(answer).toMatch(/address +for this box and those that follow/);
    expect(answer).not.toContain('note');
    const { rows } = await world.database.pool.query(
      'SELECT a.line1 FROM subscriptions s JOIN addresses a ON a.id = s.address_id WHERE s.id = $1',
      [customer.subscriptionId],
    );
    expect(rows).toEqual([{ line1: address.line1 }]);
    await customer.shipmentIn(1, 'delivered', 'done');
    await customer.post('/cancel', {});
  });

  it('shows a parked shipment and lets it go on with a mended address', async () => {
    const api = await operator();
    const customer = await parked();
    const shipmentId = customer.shipmentId(1);
    expect(attentionView(await attention(api))).toMatch(new RegExp(`${shipmentId} +AddressRefused +parked`));

    const mended = readAddressFile(await addressFile(address));
    expect(shipmentView(await retry(api, shipmentId, { address: mended }))).toContain(`shipment   ${shipmentId}`);
    await customer.shipmentIn(1, 'delivered', 'done');
    expect((await attention(api)).map(({ id }) => id)).not.toContain(shipmentId);

    const report = await subscriptionReport(api, customer.subscriptionId);
    expect(subscriptionView(report)).toMatch(new RegExp(`${shipmentId} +(delivered|done)`));
    expect(subscriptionView(report)).toMatch(/^1 +shipped /m);
  });

  it('says of a cycle that it is skipped, and that its box is parked', async () => {
    const api = await operator();
    const skipping = await Customer.signUp(world);
    await skipping.opened(1);
    expect((await skipping.post('/cycles/1/skip')).status).toBe(200);
    const skipped = subscriptionView(await subscriptionReport(api, skipping.subscriptionId));
    expect(skipped).toMatch(/^1 +open, skipped /m);
    await skipping.post('/cancel');

    const customer = await parked();
    const report = subscriptionView(await subscriptionReport(api, customer.subscriptionId));
    expect(report).toMatch(/^1 +parked /m);
    const [counted] = await metrics(api);
    expect(counted!.cycles).toMatchObject({ parked: counted!.shipments['parked'] });
  });

  it('shows what was done for a shipment, at us and at the partners, by key', async () => {
    const api = await operator();
    const customer = await parked();
    const shipmentId = customer.shipmentId(1);
    const here = { simulator: world.simulator, notSimulated: [] };
    const before = await effectsReport(api, shipmentId, here);
    const charge = `${customer.subscriptionId}:1:charge`;
    expect(before.recorded.map(({ idempotencyKey }) => idempotencyKey)).toContain(charge);
    const [charged] = before.ledger.filter(({ operation }) => operation === 'charge');
    expect(charged).toMatchObject({ idempotencyKey: charge, reference: shipmentId, state: 'live' });
    expect(effectsView(before)).toMatch(
      new RegExp(`^${charge} +\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d +charge +${charged!.id} +live +\\d+ GBP$`, 'm'),
    );

    await abandon(api, shipmentId, 'nobody lives there');
    await customer.shipmentIn(1, 'abandoned');
    const after = await effectsReport(api, shipmentId, here);
    expect(effectsView(after)).toMatch(new RegExp(`^${customer.subscriptionId}:1:refund .* refund +re_`, 'm'));
    expect(effectsView(after)).toMatch(new RegExp(`^${charge} .* refunded `, 'm'));

    const elsewhere = await effectsReport(api, shipmentId, null);
    expect(effectsView(elsewhere)).toContain('what they saw is in their own records');
    const payment = await effectsReport(api, shipmentId, { ...here, notSimulated: ['payment'] });
    expect(effectsView(payment)).toContain('Not simulated here: payment.');
    await expect(effectsReport(api, 'sub_none-1', null)).rejects.toThrow('there is no shipment sub_none-1');
  });

  it('gives a shipment up, with the reason', async () => {
    const api = await operator();
    const abandonedNow = async () => (await metrics(api))[0]!.shipments['abandoned'] ?? 0;
    const before = await abandonedNow();
    const customer = await parked();
    await abandon(api, customer.shipmentId(1), 'the customer cannot be reached');
    await customer.shipmentIn(1, 'abandoned');
    expect(await abandonedNow()).toBe(before + 1);
    expect(metricsView(await metrics(api))).toMatch(new RegExp(`test-toys .*\\b${before + 1} abandoned`));
  });

  it('lists what customers send back, latest first', async () => {
    const api = await operator();
    expect(returnsView(await returns(api, { programId: undefined, most: 10 }))).toBe('Nothing was sent back.');
    const customer = await Customer.signUp(world, {
      testClockId: await world.testClock(parkedSpeed),
      planId: 'weekly',
    });
    for (const cycle of [1, 2]) {
      // A call that a busy machine let time out waits for up to 30 seconds before its next try.
      await customer.shipmentWithin(90_000, cycle, 'delivered', 'done');
      const path = `/v1/shipments/${customer.shipmentId(cycle)}/returns`;
      const body = { reason: 'damaged', comment: `in two\nparts, ${cycle}` };
      expect((await call(world, customer.token, 'POST', path, body)).status).toBe(201);
    }
    const listed = await returns(api, { programId: 'test-toys', most: 10 });
    expect(listed.map(({ shipmentId }) => shipmentId)).toEqual([customer.shipmentId(2), customer.shipmentId(1)]);
    expect(returnsView(listed)).toMatch(
      new RegExp(`${customer.shipmentId(1)} +${customer.id} .*damaged .*in two parts, 1`),
    );
    expect(await returns(api, { programId: undefined, most: 1 })).toEqual(listed.slice(0, 1));
    await expect(returns(api, { programId: 'no such', most: 1 })).rejects.toThrow(/programId/);
  }, 200_000);

  it('prints a refusal as one sentence', async () => {
    const api = await operator();
    await expect(retry(api, 'sub_none-1', undefined)).rejects.toThrow(
      'There is no such thing: there is no shipment sub_none-1',
    );
    const customer = await parked();
    const abroad = { ...address, country: 'US' };
    await expect(retry(api, customer.shipmentId(1), { address: abroad })).rejects.toThrow(
      'The program does not ship to that country: address.country: test-toys ships to GB, IE only',
    );
  });
});

describe('the address file', () => {
  it.each([
    [{ ...address, country: 'Germany' }, /address\.json is not an address: country: must be an ISO/],
    [{ ...address, flat: 3 }, /is not an address: flat: is not part of an address/],
    ['{', /address\.json is not JSON/],
  ])('%j is refused with file, field and rule', async (content, message) => {
    const file = await addressFile(content);
    expect(() => readAddressFile(file)).toThrow(message);
  });

  it('is named when it is not there', () => {
    expect(() => readAddressFile(join(directory, 'none.json'))).toThrow(/none\.json cannot be read \(ENOENT\)/);
  });
});

describe('the address of the API', () => {
  it.each([
    [{ EVERBOX_API_URL: 'http://127.0.0.1:1' }, /set EVERBOX_TOKEN too/],
    [{ EVERBOX_TOKEN: 't' }, /set EVERBOX_API_URL too/],
    [{ EVERBOX_API_URL: 'nowhere', EVERBOX_TOKEN: 't' }, /EVERBOX_API_URL must be/],
  ])('%j is refused', async (environment, message) => {
    await expect(connectOperator(environment)).rejects.toThrow(message);
  });

  it('is that of the stack of this checkout, and there is none', async () => {
    await expect(connectOperator({ EVERBOX_DATA_DIR: join(directory, 'none') })).rejects.toThrow('No stack is running');
  });
});
