import { deliveryWorkflowId } from '#domain/ids';
import type { DeliveryResult } from '#workflows/delivery/messages';
import { Courier, openZone, shipmentEnds, startOnFastClock } from './oneHour';
import { ledgerOf } from './resets';
import { waitFor } from './waitFor';
import { WorkerProcess } from './workerProcess';
import type { World } from './world';

/** When things happen, in wall ms after the instant at which an order is due; negative: before. */
export interface AroundDue {
  orderId: string;
  killedMs: number;
  /** The worker is back so long after its end. */
  downForMs: number;
  droppedOffMs: number;
}

/** Enough for offer, acceptance and pickup; a machine may need longer, and then it is late. */
const dueInMs = 20_000;
/** Of each order: the promised fee, and the zone's credit. */
const owed = [499, 300];

const until = (atMs: number) =>
  waitFor('an instant', () => Promise.resolve(Date.now() >= atMs ? true : undefined), dueInMs * 10);

/**
 * One round: a courier carries an order, and the worker is killed around the instant at which it is due. Answers with what
 * became of the promise.
 */
export async function roundAroundDue(world: World, around: AroundDue): Promise<Outcome> {
  const { orderId, killedMs, downForMs, droppedOffMs } = around;
  const deliveryId = `${orderId}-1`;
  await openZone(world); // shelves are full again
  let worker = await WorkerProcess.start(world.config);
  try {
    const dueAtMs = await startOnFastClock(world, orderId, 1, dueInMs);
    const courier = await Courier.onShift(world);
    const { id } = await courier.offer();
    await courier.post(`/v1/offers/${id}/accept`);
    await courier.pickUp(deliveryId);
    const droppedOff = until(dueAtMs + droppedOffMs).then(() => dropOff(courier, deliveryId));
    await until(dueAtMs + killedMs);
    await worker.kill();
    await until(Date.now() + downForMs);
    worker = await WorkerProcess.start(world.config);
    await droppedOff;
    const outcome = await outcomeOf(world, orderId);
    await courier.endShift();
    return outcome;
  } finally {
    await worker.stop();
  }
}

async function dropOff(courier: Courier, deliveryId: string): Promise<void> {
  await waitFor(`the drop-off of ${deliveryId}`, async () => {
    const proof = { kind: 'photo', value: 'ph_1' };
    const { status } = await courier.post(`/v1/deliveries/${deliveryId}/dropoff`, { proof });
    return status === 200 ? true : undefined;
  });
}

/** What became of a promise. */
export interface Outcome {
  orderId: string;
  /** By the recorded times alone. */
  wasLate: boolean;
  missedAt: boolean;
  events: string[];
  /** As the workflow has it. */
  missed: boolean;
  refunds: number[];
  messages: number;
}

async function outcomeOf(world: World, orderId: string): Promise<Outcome> {
  const deliveryId = `${orderId}-1`;
  const { missed } = (await world.temporal.workflow
    .getHandle(deliveryWorkflowId(deliveryId))
    .result()) as DeliveryResult;
  await shipmentEnds(world, deliveryId, 'delivered');
  await ledgerOf(world, orderId); // nothing is on its way to the partners any more
  const { rows } = await world.database.pool.query<{ wasLate: boolean; missedAt: boolean; events: string[] }>(
    `SELECT ended_at > due_at AS "wasLate", missed_at IS NOT NULL AS "missedAt", (SELECT array_agg(kind ORDER BY kind <> 'missed', kind DESC)
       FROM delivery_events WHERE delivery_id = d.id AND kind IN ('missed', 'delivered', 'compensated')) AS events
     FROM deliveries d WHERE id = $1`,
    [deliveryId],
  );
  const [row] = rows;
  if (!row) throw new Error(`${deliveryId} has no row`);
  const { items } = await world.simulator.effects({ referencePrefix: orderId });
  const refunds = items.filter(({ operation }) => operation === 'refund').map(({ amountCents }) => amountCents ?? 0);
  const { messages } = await world.simulator.summary(orderId);
  return { orderId, ...row, missed, refunds, messages: messages['promiseMissed'] ?? 0 };
}

/** What must have become of it, whatever was killed: told, marked and paid exactly once if it was late, and else not at all. */
export const outcomeDue = ({ orderId, wasLate }: Outcome): Outcome => ({
  orderId,
  wasLate,
  missedAt: wasLate,
  events: wasLate ? ['missed', 'delivered', 'compensated'] : ['delivered'],
  missed: wasLate,
  refunds: wasLate ? owed : [],
  messages: wasLate ? 1 : 0,
});
