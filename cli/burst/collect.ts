import { type Client, isGrpcServiceError } from '@temporalio/client';
import type { Database } from '#db/pool';
import { type AssignmentRead, countOffers, readAssignments } from '#db/deliveries/dispatchLog';
import { deliveryWorkflowId } from '#domain/ids';
import type { DeliveryEnd } from '#domain/delivery/types';
import type { SimulatorClient } from '#simulator/client';
import { allPages } from '../demo/collect';
import { resultOf } from '../demo/histories';
import { mapLimit } from '#domain/mapLimit';
import type { DeliveryResult } from '#workflows/delivery/messages';
import type { CourierFacts, OrderFacts, PlacedOrder } from './facts';

/** Reads at once: each is small, and the servers are busy with nothing else any more. */
const readsAtOnce = 8;
/** `NOT_FOUND` of gRPC: what fetching a history answers where no workflow has that ID. */
const grpcNotFound = 5;

export interface Sources {
  temporal: Client;
  simulator: SimulatorClient;
  db: Database;
  zoneId: string;
}

/** Asks partners, couriers' phones, Temporal and the decision log what became of these orders. */
export async function collectOrders(sources: Sources, placed: readonly PlacedOrder[]): Promise<OrderFacts[]> {
  const { temporal, simulator, db, zoneId } = sources;
  const deliveryIds = placed.map(({ shipmentId }) => shipmentId);
  const visits = await simulator.visits(deliveryIds);
  const assigned = await readAssignments(db, zoneId, deliveryIds);
  return mapLimit(placed, readsAtOnce, async (order): Promise<OrderFacts> => {
    const own = visits.filter(({ deliveryId }) => deliveryId === order.shipmentId);
    return {
      order,
      visits: own,
      effects: await allPages((cursor) =>
        simulator.effects({ referencePrefix: order.shipmentId, limit: 1_000, ...cursor }),
      ),
      end: await endOf(temporal, order.shipmentId),
      assignments: assignmentsOf(order, own, assigned),
    };
  });
}

/** What the phones did, and how often couriers were asked. */
export async function collectCouriers(
  { simulator, db }: Sources,
  placed: readonly PlacedOrder[],
): Promise<CourierFacts> {
  const phones = await simulator.couriers();
  return {
    offers: await countOffers(
      db,
      placed.map(({ shipmentId }) => shipmentId),
    ),
    declined: phones.reduce((sum, { declined }) => sum + declined, 0),
    vanished: phones.filter(({ state }) => state === 'vanished').length,
  };
}

/** Whoever had it in hand must be in the log as well: a courier whom nobody assigned is not explained. */
function assignmentsOf(
  { shipmentId }: PlacedOrder,
  visits: OrderFacts['visits'],
  assigned: readonly AssignmentRead[],
): OrderFacts['assignments'] {
  const logged = assigned.filter(({ deliveryId }) => deliveryId === shipmentId);
  const carriers = new Set(visits.map(({ courierId }) => courierId));
  for (const { courierId } of logged) carriers.delete(courierId);
  return [...logged, ...[...carriers].map((courierId) => ({ courierId, explained: false }))];
}

async function endOf(temporal: Client, deliveryId: string): Promise<DeliveryEnd | null> {
  try {
    const history = await temporal.workflow.getHandle(deliveryWorkflowId(deliveryId)).fetchHistory();
    return (resultOf(history) as DeliveryResult | null)?.end ?? null;
  } catch (error) {
    if (isGrpcServiceError(error) && (error.code as number) === grpcNotFound) return null;
    throw error;
  }
}
