import { allHandlersFinished, condition, continueAsNew } from '@temporalio/workflow';
import { wallDelayUntil } from '../../domain/clock';
import { shipmentIdOf, shipmentWorkflowId } from '../../domain/ids';
import { openCycleIn } from '../../domain/subscription/apply';
import { shipmentWorkflow, type ShipmentInput } from '../shipment/messages';
import { startOnce } from '../startOnce';
import { listen } from './handlers';
import {
  askForAttention,
  carry,
  closeWhenDue,
  moveTo,
  nowMs,
  snapshotOf,
  start,
  type ClosedCycle,
  type Live,
} from './live';
import type { SubscriptionInput, SubscriptionSnapshot } from './messages';

/**
 * One customer's membership of one program, for as long as it lasts: one run per cycle.
 *
 *   wait until due ▶ open (select) ▶ the customer may change it ▶ cutoff: close ▶ shipment ▶ continue as new
 *
 * Before the cutoff this workflow decides; after it, the shipment does.
 *
 * Why it is safe to run again: selection, projections and the shipment's start are keyed by (subscription, cycle), so
 * a reset or a repeated task finds what was done.
 */
export async function subscription(input: SubscriptionInput): Promise<SubscriptionSnapshot> {
  const live = start(input);
  listen(live);
  moveTo(live, live.state); // shows ops where it stands

  await untilDue(live);
  if (!ended(live)) {
    await openDueCycle(live);
    await untilClosed(live);
    if (live.closed) await settle(live, live.closed);
  }
  // Handlers that still write the read model must answer in this run: the next one does not know their callers.
  await condition(allHandlersFinished);
  if (ended(live)) return snapshotOf(live.state, live.closed?.cycle, live.closed?.status);
  return continueAsNew<typeof subscription>(carry(live));
}

const ended = (live: Live): boolean => live.state.status === 'cancelled';

/** The first cycle opens at sign-up, since nobody should wait for a clock; every later one when its cohort run says so. */
async function untilDue(live: Live): Promise<void> {
  const isDue = () => live.state.status === 'active' && (live.state.nextCycle === 1 || live.due !== undefined);
  await condition(() => isDue() || ended(live));
  live.due = undefined;
}

async function openDueCycle(live: Live): Promise<void> {
  const { state, input } = live;
  const due = { state, zone: input.zone, clock: input.clock, nowMs: nowMs(live) };
  const opening = await live.local.openCycle(`select for cycle ${state.nextCycle}`, due);
  live.opening = opening;
  const changedMeanwhile = live.state !== state;
  moveTo(live, openCycleIn(live.state, opening));
  // The activity projected the state that it was given; a command that came in since is projected on top.
  if (changedMeanwhile) await live.local.projectSubscription('changed while opening', live.state, input.clock, null);
  if (opening.cycle.sku === null) askForAttention('NothingToSelect');
}

async function untilClosed(live: Live): Promise<void> {
  closeWhenDue(live); // cancelled while the cycle opened
  while (live.state.open) {
    const { number, cutoffAtMs } = live.state.open;
    const delayMs = wallDelayUntil(live.input.clock, cutoffAtMs, Date.now());
    await condition(() => live.closed !== undefined || ended(live), delayMs, {
      summary: `cutoff of cycle ${number}`,
    });
    closeWhenDue(live);
  }
}

async function settle(live: Live, closed: ClosedCycle): Promise<void> {
  const { cycle, status } = closed;
  const closing = { state: live.state, clock: live.input.clock, cycle, status };
  await live.local.closeCycle(`cycle ${cycle.number}: ${status}`, closing);
  if (cycle.sku === null) askForAttention(null);
  if (status === 'shipped') await startShipment(live, closed);
}

/** Once per (subscription, cycle) for ever: a shipment that exists already, after a reset, is the one that was meant. */
async function startShipment(live: Live, { cycle, addressId }: ClosedCycle): Promise<void> {
  const { id, customerId, programId } = live.state;
  if (cycle.sku === null || !live.opening) return;
  const { policy, substitutes } = live.opening;
  const input: ShipmentInput = {
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
    shipAtMs: cycle.shipAtMs,
    clock: live.input.clock,
    rules: policy,
    ...(cycle.courier ? { courier: cycle.courier } : {}),
  };
  await startOnce({
    workflowType: shipmentWorkflow,
    workflowId: shipmentWorkflowId(id, cycle.number),
    input,
    state: 'reserving',
    summary: `${cycle.sku}, cycle ${cycle.number}`,
  });
}
