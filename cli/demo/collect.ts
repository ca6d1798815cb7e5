import { type Client, isGrpcServiceError } from '@temporalio/client';
import type { History } from '@temporalio/common/lib/proto-utils';
import { z } from 'zod';
import { shipmentWorkflowId, subscriptionWorkflowId } from '#domain/ids';
import type { SimulatorClient } from '#simulator/client';
import type { LedgerFacts, ShipmentHistory, SubscriptionFacts, SubscriptionHistory } from './facts';
import { continuedRunOf, readShipment, readSubscription } from './histories';
import { mapLimit } from '#domain/mapLimit';

/** Reads at once: each is small, and the servers are busy with nothing else any more. */
const readsAtOnce = 8;
/** `NOT_FOUND` of gRPC: what fetching a history answers where no workflow has that ID. */
const grpcNotFound = 5;

/** Asks Temporal and the partners what became of these subscriptions. */
export async function collectFacts(
  temporal: Client,
  simulator: SimulatorClient,
  notSimulated: LedgerFacts['notSimulated'],
  subscriptionIds: string[],
): Promise<SubscriptionFacts[]> {
  return mapLimit(subscriptionIds, readsAtOnce, async (subscriptionId) => {
    const runs = await runsOf(temporal, subscriptionWorkflowId(subscriptionId));
    const history = runs && readSubscription(runs);
    return {
      subscriptionId,
      history,
      shipments: await shipmentsOf(temporal, subscriptionId, history),
      ledger: { ...(await ledgerOf(simulator, subscriptionId)), notSimulated },
    };
  });
}

async function shipmentsOf(
  temporal: Client,
  subscriptionId: string,
  history: SubscriptionHistory | null,
): Promise<Map<number, ShipmentHistory>> {
  const shipments = new Map<number, ShipmentHistory>();
  // Asked for every cycle that opened: also a shipment that should not be there is found.
  for (const fact of history?.facts ?? []) {
    if (fact.kind !== 'opened') continue;
    const { number } = fact.opening.cycle;
    const runs = await runsOf(temporal, shipmentWorkflowId(subscriptionId, number));
    if (runs) shipments.set(number, readShipment(runs));
  }
  return shipments;
}

/** Every run of a workflow, from the first: each tells which one it continued. Null: there is no such workflow. */
async function runsOf(temporal: Client, workflowId: string): Promise<History[] | null> {
  const runs: History[] = [];
  let runId: string | undefined;
  try {
    do {
      const run: History = await temporal.workflow.getHandle(workflowId, runId).fetchHistory();
      runs.unshift(run);
      runId = continuedRunOf(run) ?? undefined;
    } while (runId !== undefined);
  } catch (error) {
    if (isGrpcServiceError(error) && (error.code as number) === grpcNotFound && runs.length === 0) return null;
    throw error;
  }
  return runs;
}

const handoffRequest = z.object({ sku: z.string(), address: z.object({ line1: z.string() }) });

async function ledgerOf(
  simulator: SimulatorClient,
  subscriptionId: string,
): Promise<Omit<LedgerFacts, 'notSimulated'>> {
  // With the dash that separates the cycle: no other subscription's references start like this.
  const referencePrefix = `${subscriptionId}-`;
  const effects = await allPages((cursor) => simulator.effects({ referencePrefix, limit: 1_000, ...cursor }));
  const calls = await allPages((cursor) => simulator.calls({ referencePrefix, limit: 1_000, ...cursor }));
  const handoffs = calls
    .filter(({ operation, hadEffect }) => operation === 'handOff' && hadEffect)
    .map(({ reference, idempotencyKey, request }) => {
      const { sku, address } = handoffRequest.parse(request);
      return { reference: reference ?? '', idempotencyKey: idempotencyKey ?? '', sku, addressLine1: address.line1 };
    });
  return { effects, handoffs, faults: calls.reduce((total, { faults }) => total + faults.length, 0) };
}

/** Every page of a list of the simulator. */
export async function allPages<T>(
  read: (cursor: { cursor?: string }) => Promise<{ items: T[]; nextCursor: string | null }>,
): Promise<T[]> {
  const items: T[] = [];
  let cursor: string | null = null;
  do {
    const page: { items: T[]; nextCursor: string | null } = await read(cursor === null ? {} : { cursor });
    items.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor !== null);
  return items;
}
