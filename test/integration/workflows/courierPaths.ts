import { deliveryWorkflowId, shipmentIdOf, shipmentWorkflowId } from '#domain/ids';
import { call, Customer } from '#test/support/customer';
import { Courier, doorstep, order, shipmentEnds, startOnFastClock } from '#test/support/oneHour';
import { reset, resetPoints, traceOf } from '#test/support/resets';
import { waitFor } from '#test/support/waitFor';
import type { World } from '#test/support/world';
import { minuteMs } from '#domain/time';

/** A box or an order that a courier brings, or is to: what it goes through, until its shipment ends. */
export interface CourierPath {
  name: string;
  /** Plays it, and answers with the order's or the subscription's ID. */
  play: (world: World, testClockId: string) => Promise<string>;
  ends: 'done' | 'abandoned';
}

const proof = { kind: 'photo', value: 'ph_1' };

async function accepted(courier: Courier): Promise<void> {
  const { id } = await courier.offer();
  const { status } = await courier.post(`/v1/offers/${id}/accept`);
  if (status !== 200) throw new Error(`accept: ${status}`);
}

/** With one courier on shift, for as long as the path takes. */
async function withCourier<T>(world: World, work: (courier: Courier) => Promise<T>): Promise<T> {
  const courier = await Courier.onShift(world);
  try {
    return await work(courier);
  } finally {
    await courier.endShift();
  }
}

async function step(courier: Courier, deliveryId: string, name: string, body: object = {}): Promise<void> {
  const { status } = await courier.post(`/v1/deliveries/${deliveryId}/${name}`, body);
  if (status !== 200) throw new Error(`${name}: ${status}`);
}

/** Ten minutes a second: what follows a delivery is over soon, too. */
const quick = 600;

/** Brought in time: it is due after a minute of the wall's. */
async function brought(world: World): Promise<string> {
  await startOnFastClock(world, 'ord_brought', quick, 600 * minuteMs);
  await withCourier(world, (courier) => courier.deliver('ord_brought-1'));
  return 'ord_brought';
}

/** A station that does not pack it loses it to another one when the handoff is due, after five seconds. */
async function moved(world: World): Promise<string> {
  const late = { partner: 'warehouse', operation: 'handOff', kind: 'lateWebhook', times: 1, delayMs: 600_000 } as const;
  await world.simulator.setFaults([{ ...late, reference: 'ord_moved' }]);
  await startOnFastClock(world, 'ord_moved', 180);
  await withCourier(world, async (courier) => {
    await waitFor('the other station', async () => {
      const { rows } = await world.database.pool.query(`SELECT station_id FROM deliveries WHERE id = 'ord_moved-1'`);
      return rows[0]?.station_id === 'test-park' ? true : undefined;
    });
    await courier.deliver('ord_moved-1');
  });
  await world.simulator.clearFaults();
  return 'ord_moved';
}

/** The customer is told that it is late, and paid; then it comes. */
async function missed(world: World): Promise<string> {
  await startOnFastClock(world, 'ord_missed', quick, 80 * minuteMs);
  await withCourier(world, async (courier) => {
    await accepted(courier);
    await courier.pickUp('ord_missed-1');
    await waitFor('the truth', async () => {
      const { messages } = await world.simulator.summary('ord_missed');
      return messages['promiseMissed'] === 1 ? true : undefined;
    });
    await step(courier, 'ord_missed-1', 'dropoff', { proof });
  });
  return 'ord_missed';
}

/** Nobody takes it: at risk, missed, given up. */
async function nobody(world: World): Promise<string> {
  await startOnFastClock(world, 'ord_nobody', 900);
  await shipmentEnds(world, 'ord_nobody-1', 'abandoned');
  return 'ord_nobody';
}

const broughtBack = (world: World) =>
  withCourier(world, async (courier) => {
    const { orderId, deliveryId } = await order(world);
    await accepted(courier);
    await courier.pickUp(deliveryId);
    await step(courier, deliveryId, 'address-not-found');
    await step(courier, deliveryId, 'returned');
    return orderId;
  });

/** A cycle whose station refuses the address: with a mended one, the courier is promised anew. */
const promisedAnew = (world: World, testClockId: string) =>
  withCourier(world, async (courier) => {
    const address = { line1: 'UNDELIVERABLE', location: doorstep };
    const customer = await Customer.signUp(world, { testClockId, address });
    await customer.opened(1);
    const chosen = await customer.put('/cycles/1/delivery', { method: 'oneHour' });
    if (chosen.status !== 200) throw new Error(`courier: ${chosen.status}`);
    await customer.shipmentIn(1, 'parked');
    const path = `/v1/ops/shipments/${customer.shipmentId(1)}/retry`;
    const mended = { name: 'A', line1: '1 High Street', city: 'Leeds', postalCode: 'LS1 1AA', country: 'GB' };
    const body = { address: { ...mended, location: doorstep } };
    const { status } = await call(world, await world.token('operator', 'ops'), 'POST', path, body);
    if (status !== 200) throw new Error(`retry: ${status}`);
    await courier.deliver(customer.shipmentId(1));
    await customer.post('/cancel', {});
    return customer.subscriptionId;
  });

export const courierPaths: CourierPath[] = [
  { name: 'a courier is promised anew', play: promisedAnew, ends: 'done' },
  { name: 'moved to another station', play: moved, ends: 'done' },
  { name: 'nobody took it', play: nobody, ends: 'abandoned' },
  { name: 'brought within the hour', play: brought, ends: 'done' },
  { name: 'promise missed, brought late', play: missed, ends: 'done' },
  { name: 'address not found, brought back', play: broughtBack, ends: 'abandoned' },
];

/**
 * Plays a path to its end, then resets its shipment and its delivery at workflow tasks, each run to its own end. Returns what
 * was left before, and after each.
 */
export async function resetCourierPath(
  world: World,
  testClockId: string,
  { play, ends }: CourierPath,
  choose: (points: number[]) => number[],
): Promise<{ before: unknown; after: unknown[] }> {
  const subscriptionId = await play(world, testClockId);
  const [shipmentWorkflow, deliveryWorkflow] = [
    shipmentWorkflowId(subscriptionId, 1),
    deliveryWorkflowId(shipmentIdOf(subscriptionId, 1)),
  ];
  const runs = await Promise.all(
    [shipmentWorkflow, deliveryWorkflow].map(async (workflowId) => {
      await world.temporal.workflow.getHandle(workflowId).result();
      const { runId } = await world.temporal.workflow.getHandle(workflowId).describe();
      return { workflowId, runId };
    }),
  );
  await shipmentEnds(world, shipmentIdOf(subscriptionId, 1), ends);
  const before = await traceOf(world, subscriptionId);
  const after: unknown[] = [];
  for (const { workflowId, runId } of runs) {
    for (const point of choose(await resetPoints(world, workflowId, runId))) {
      const newRun = await reset(world, workflowId, runId, point);
      await world.temporal.workflow.getHandle(workflowId, newRun).result();
      after.push(await traceOf(world, subscriptionId));
    }
  }
  return { before, after };
}
