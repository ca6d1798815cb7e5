import { inTransaction, type Queryable } from '#db/pool';
import { putInOutbox } from '#db/outbox/outbox';
import { projectCycle, projectSubscription as writeSubscription } from '#db/subscriptions/projections';
import { insertShipment } from '#db/shipments/shipmentProjection';
import { listUnendedCycles } from '#db/subscriptions/sentCycles';
import { startDueSurveys } from '#db/surveys/surveyStarts';
import { type BusinessClock, businessAt } from '#domain/clock';
import type { CycleStatus, OpenCycle, SubscriptionState } from '#domain/subscription/types';
import type { PaymentMethod } from '#domain/shipment/types';
import type { ShipmentInput } from '#workflows/shipment/messages';
import type { Dependencies } from '../dependencies';

/**
 * Brings the read model to this state, or leaves it when it knows one that was decided later; and tells shipments under way
 * of another payment method, in the same transaction. Safe to run again: the second time, the row shows it already.
 */
export async function projectSubscription(
  { db }: Dependencies,
  state: SubscriptionState,
  clock: BusinessClock,
  cancelReason: string | null,
): Promise<void> {
  await inTransaction(db, async (tx) => {
    const before = await writeSubscription(tx, state, clock, cancelReason);
    if (state.open) await projectCycle(tx, state, state.open, 'open', clock);
    if (!before) return;
    if (before.paymentMethodId !== state.paymentMethodId) await tellShipments(tx, state);
    if (before.status !== 'cancelled') await askWhyCancelled(tx, state, clock);
  });
}

export interface CycleClosing {
  state: SubscriptionState;
  clock: BusinessClock;
  cycle: OpenCycle;
  status: Exclude<CycleStatus, 'open'>;
  /** What is sent, frozen; null: nothing. */
  shipment: ShipmentInput | null;
}

/**
 * The end of a cycle, as it was frozen, and with it the shipment's row: from here on the box is sent, whatever becomes of
 * this workflow. Safe to run again.
 */
export async function closeCycle(
  { db }: Dependencies,
  { state, clock, cycle, status, shipment }: CycleClosing,
): Promise<void> {
  await inTransaction(db, async (tx) => {
    await writeSubscription(tx, state, clock, null);
    await projectCycle(tx, state, cycle, status, clock);
    if (shipment) await insertShipment(tx, shipment);
  });
}

async function askWhyCancelled(tx: Queryable, state: SubscriptionState, clock: BusinessClock): Promise<void> {
  if (state.status !== 'cancelled') return;
  const { id: subscriptionId, customerId, programId } = state;
  const fact = { kind: 'cancelled', atMs: businessAt(clock, Date.now()) } as const;
  await startDueSurveys(tx, { subscriptionId, customerId, programId, clock }, fact);
}

/** A box that waits for its next dunning day is charged to the new card. */
async function tellShipments(tx: Queryable, state: SubscriptionState): Promise<void> {
  const { id: subscriptionId, paymentMethodId, decidedAtMs, revision } = state;
  const payment: PaymentMethod = { paymentMethodId, decidedAtMs, revision };
  for (const cycle of await listUnendedCycles(tx, subscriptionId)) {
    await putInOutbox(tx, 'paymentMethodChanged', { subscriptionId, cycle, payment });
  }
}
