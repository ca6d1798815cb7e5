import { allHandlersFinished, condition, continueAsNew } from '@temporalio/workflow';
import { wallDelayUntil } from '#domain/clock';
import { shipmentIdOf, shipmentWorkflowId } from '#domain/ids';
import { shipmentWorkflow, type ShipmentInput } from '../shipment/messages';
import { startOnce } from '../startOnce';
import { isFull } from './full';
import { listen } from './handlers';
import {
  askForAttention,
  carry,
  ended,
  isDue,
  isOpening,
  keepTime,
  sayState,
  show,
  snapshotOf,
  start,
  type ClosedCycle,
  type Live,
} from './live';
import type { SubscriptionInput, SubscriptionSnapshot } from './messages';

/**
 * One customer's membership of one program, for as long as it lasts: one run per cycle, and more if there are many changes.
 *
 *   wait until due ▶ open (select) ▶ the customer may change it ▶ cutoff: close ▶ shipment ▶ continue as new
 *        └──────── full ────────────────────┴────────────────────────────────────────────────────▲
 *
 * Before the cutoff this workflow decides; after it, the shipment does. A run that is full (`full.ts`) continues as new
 * wherever it only waits; an open cycle and what it opened with go along.
 *
 * Why it is safe to run again: selection, projections and the shipment's start are keyed by (subscription, cycle), so
 * a reset or a repeated task finds what was done; what the read model shows was decided (decision 29).
 */
export async function subscription(input: SubscriptionInput): Promise<SubscriptionSnapshot> {
  const live = start(input);
  keepTime(live);
  show(live, live.state); // to ops: where it stands
  if (!live.state.open && !isDue(live)) sayState(live);
  listen(live);

  if (!live.state.open && !live.closed) await untilOpen(live);
  await untilClosed(live);
  await finish(live);
  // A full run may have been cancelled meanwhile with its cycle open: the next one closes it.
  if (ended(live) && !live.state.open) return snapshotOf(live.state, live.closed?.cycle, live.closed?.status);
  return continueAsNew<typeof subscription>(carry(live));
}

async function untilOpen(live: Live): Promise<void> {
  await condition(() => live.begun !== undefined || isDue(live) || ended(live) || isFull(live));
  keepTime(live);
  await live.begun;
}

async function untilClosed(live: Live): Promise<void> {
  keepTime(live); // cancelled while the cycle opened
  while (live.state.open && !isFull(live)) {
    const { number, cutoffAtMs } = live.state.open;
    const delayMs = wallDelayUntil(live.input.clock, cutoffAtMs, Date.now());
    await condition(() => live.closed !== undefined || ended(live) || isFull(live), delayMs, {
      summary: `cutoff of cycle ${number}`,
    });
    keepTime(live);
  }
}

/** Handlers that still write the read model must answer in this run, since the next one does not know their callers. */
async function finish(live: Live): Promise<void> {
  let settled: ClosedCycle | undefined;
  while (live.closed !== settled || isOpening(live) || !allHandlersFinished()) {
    await live.begun; // a handler may have found one due since
    if (live.closed && live.closed !== settled) await settle(live, live.closed);
    settled = live.closed;
    await condition(() => allHandlersFinished() || isOpening(live) || live.closed !== settled);
  }
}

async function settle(live: Live, closed: ClosedCycle): Promise<void> {
  const { cycle, status } = closed;
  const shipment = status === 'shipped' ? shipmentOf(live, closed) : null;
  const closing = { state: live.state, clock: live.input.clock, cycle, status, shipment };
  await live.turns.closeCycle(`cycle ${cycle.number}: ${status}`, () => [closing]);
  if (cycle.sku === null) askForAttention(null);
  if (shipment) await startShipment(shipment);
}

/** What was accepted, frozen; null when there is nothing to send. */
function shipmentOf(live: Live, { cycle, addressId }: ClosedCycle): ShipmentInput | null {
  // The payment method as it is now: what is chosen from here on, the outbox tells the shipment of.
  const { id, customerId, programId, paymentMethodId, decidedAtMs, revision } = live.state;
  if (cycle.sku === null || !live.opening) return null;
  const { policy, substitutes } = live.opening;
  return {
    shipmentId: shipmentIdOf(id, cycle.number),
    subscriptionId: id,
    customerId,
    programId,
    cycle: cycle.number,
    sku: cycle.sku,
    // What a customer chose is never replaced by something else.
    substitutes: cycle.chosenBy === 'customer' ? [] : substitutes,
    chargeCents: cycle.chargeCents + (cycle.courier?.feeCents ?? 0),
    addressId,
    payment: { paymentMethodId, decidedAtMs, revision },
    shipAtMs: cycle.shipAtMs,
    clock: live.input.clock,
    rules: policy,
    ...(cycle.courier ? { courier: cycle.courier } : {}),
  };
}

/** Once per (subscription, cycle) for ever: a shipment that exists already, after a reset, is the one that was meant. */
async function startShipment(input: ShipmentInput): Promise<void> {
  await startOnce({
    workflowType: shipmentWorkflow,
    workflowId: shipmentWorkflowId(input.subscriptionId, input.cycle),
    input,
    state: 'reserving',
    summary: `${input.sku}, cycle ${input.cycle}`,
  });
}
