import { deliveryWorkflowId } from '#domain/ids';
import type { FaultRule } from '#simulator/faults/rules';
import { signatureHeader, signWebhook } from '#facade/webhooks/signature';
import { call } from '#test/support/customer';
import { openZone, shipmentEnds, startOnFastClock } from '#test/support/oneHour';
import { waitFor } from '#test/support/waitFor';
import { World } from '#test/support/world';

let world: World;
beforeAll(async () => {
  world = await World.open({ title: 'station move' });
  await openZone(world);
  await world.simulator.settings({ packMs: 600_000 }); // no station packs by itself
});
afterEach(() => world.simulator.clearFaults());
afterAll(() => world.close());

const wall = 1;

/** An order whose station does not pack it until the handoff is due: it moves to the other one. */
async function unpacked(orderId: string): Promise<string> {
  await startOnFastClock(world, orderId, wall, 3_000);
  return `${orderId}-1`;
}

/** Handoffs and their cancellations, as the warehouse has them. */
async function ordersAt(reference: string) {
  const { items } = await world.simulator.effects({ referencePrefix: reference, partner: 'warehouse' });
  const handoffs = items.filter(({ operation }) => operation === 'handOff');
  return { handoffs, live: handoffs.filter(({ state }) => state === 'live').map(({ id }) => id) };
}

/** The warehouse does it, and its answer comes too late to be heard. */
const slowly = (operation: 'handOff' | 'cancelOrder', reference: string): FaultRule => {
  return { partner: 'warehouse', operation, kind: 'slow', delayMs: 3_000, reference };
};

async function abandon(shipmentId: string): Promise<void> {
  const operator = await world.token('operator', 'ops');
  const { status } = await call(world, operator, 'POST', `/v1/ops/shipments/${shipmentId}/abandon`, { reason: 'ops' });
  expect(status).toBe(200);
  await world.simulator.clearFaults();
  await shipmentEnds(world, shipmentId, 'abandoned');
  await world.temporal.workflow.getHandle(deliveryWorkflowId(shipmentId)).result(); // its calls have been answered
}

test('an order that is given up while the other station is told of it is with neither of them', async () => {
  const reference = 'ord_told-1';
  await unpacked('ord_told');
  await waitFor('the first handoff', async () => (await ordersAt(reference)).live.length === 1 || undefined);
  await world.simulator.setFaults([slowly('handOff', reference)]);
  await waitFor('the second handoff', async () => (await ordersAt(reference)).handoffs.length === 2 || undefined);
  await abandon(reference);
  expect((await ordersAt(reference)).live).toEqual([]);
  expect(await world.simulator.summary(reference)).toMatchObject({ charges: 1, handoffs: 2 });
}, 180_000);

test('an order that is given up while the late station is told so goes to no other', async () => {
  const reference = 'ord_taken-1';
  await world.simulator.setFaults([slowly('cancelOrder', reference)]);
  await unpacked('ord_taken');
  await waitFor('the first handoff to be taken back', async () => {
    const { handoffs, live } = await ordersAt(reference);
    return (handoffs.length === 1 && live.length === 0) || undefined;
  });
  await abandon(reference);
  expect(await ordersAt(reference)).toMatchObject({ handoffs: [{ state: 'cancelled' }], live: [] });
}, 180_000);

/** What a station tells when it has packed an order, as its own system would. */
async function packed(reference: string, warehouseOrderId: string): Promise<number> {
  const body = JSON.stringify({
    eventId: `packed-${warehouseOrderId}`,
    reference,
    warehouseOrderId,
    status: 'packed',
    occurredAt: new Date().toISOString(),
  });
  const signature = signWebhook(world.config.partners.webhookSecret, body, Math.floor(Date.now() / 1_000));
  const headers = { 'content-type': 'application/json', [signatureHeader]: signature };
  const { status } = await fetch(`${world.apiUrl}/v1/webhooks/warehouse`, { method: 'POST', headers, body });
  return status;
}

const packedAt = async (deliveryId: string): Promise<Date | null> => {
  const { rows } = await world.database.pool.query<{ packed_at: Date | null }>(
    'SELECT packed_at FROM deliveries WHERE id = $1',
    [deliveryId],
  );
  return rows[0]?.packed_at ?? null;
};

test('a station that packs an order which it has lost to another tells nothing of that one', async () => {
  const reference = 'ord_late-1';
  await unpacked('ord_late');
  await waitFor('the second handoff', async () => (await ordersAt(reference)).handoffs.length === 2 || undefined);
  const { handoffs } = await ordersAt(reference);
  expect(await packed(reference, handoffs[0]!.id)).toBe(200);
  expect(await packedAt(reference)).toBeNull();
  await waitFor(
    'the second handoff to be known',
    async () => (await packed(reference, handoffs[1]!.id)) === 200 || undefined,
  );
  expect(await packedAt(reference)).not.toBeNull();
  await abandon(reference);
}, 180_000);
