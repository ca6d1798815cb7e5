import { inTransaction, type Queryable } from '#db/pool';
import { recordEffect } from '#db/shipments/effects';
import { insertParcel, setParcelStatus } from '#db/shipments/parcels';
import { insertShipment } from '#db/shipments/shipmentProjection';
import { consumeReservation, lockReservation, reserveUnit } from '#db/catalog/stock';
import { stepName } from '#domain/ids';
import type { ShipmentPhase, ShipmentState } from '#domain/shipment/types';
import type { ShipmentAt } from '../billing/shipmentAt';
import type { Dependencies } from '../dependencies';

/**
 * Puts back what a Postgres that was set back has forgotten of a shipment: its row, its unit, its parcel, and the partners'
 * answers, so that nothing is asked of a partner anew; its projection follows. Safe to run again: what is there stays.
 */
export async function restoreShipment({ db }: Pick<Dependencies, 'db'>, { input, state }: ShipmentAt): Promise<void> {
  await inTransaction(db, async (tx) => {
    await insertShipment(tx, input);
    for (const { step, answer } of answersOf(state)) await recordEffect(tx, { ...input, step }, answer);
    await restoreUnit(tx, { input, state });
    await restoreParcel(tx, { input, state });
  });
}

/** Answers that the state holds, under the steps that they were given for. */
function answersOf(state: ShipmentState): { step: string; answer: unknown }[] {
  const { chargeId, warehouseOrderId, handedOffAtMs, trackingNumber, rounds } = state;
  const answers: { step: string; answer: unknown }[] = [];
  const charged = chargeId !== null;
  if (charged) answers.push({ step: stepName('charge', rounds.charge), answer: { outcome: 'charged', chargeId } });
  // Of a round that was refused, or that a retry has begun, the state holds the answer of the one before.
  if (warehouseOrderId !== null && isPast('handingOff', state)) {
    const answer = { outcome: 'accepted', warehouseOrderId, atMs: handedOffAtMs ?? undefined };
    answers.push({ step: stepName('handoff', rounds.handoff), answer });
  }
  if (trackingNumber !== null && isPast('booking', state)) {
    answers.push({ step: stepName('parcel', rounds.parcel), answer: { outcome: 'booked', trackingNumber } });
  }
  return answers;
}

const order: readonly ShipmentPhase[] = ['handingOff', 'booking', 'inTransit', 'delivering', 'delivered', 'done'];

/** Has the shipment left this phase behind, in the round that it is in? */
function isPast(phase: ShipmentPhase, { phase: now, parkedFrom }: ShipmentState): boolean {
  return order.indexOf(now === 'parked' && parkedFrom ? parkedFrom : now) > order.indexOf(phase);
}

async function restoreParcel(tx: Queryable, { input, state }: ShipmentAt): Promise<void> {
  const { trackingNumber, deliveredAtMs } = state;
  if (trackingNumber === null) return;
  await insertParcel(tx, input.shipmentId, trackingNumber);
  if (deliveredAtMs !== null) await setParcelStatus(tx, { trackingNumber, shipmentId: input.shipmentId }, 'delivered');
}

/** The unit that it holds, as far as the shelf still has one: what was counted since is not known here. */
async function restoreUnit(tx: Queryable, { input, state }: ShipmentAt): Promise<void> {
  if (state.chargeId === null || state.phase === 'compensating' || state.phase === 'abandoned') return;
  const { shipmentId, programId } = input;
  const { sku, stationId } = state;
  const isHeld = (await lockReservation(tx, shipmentId)) !== null;
  if (!isHeld && !(await reserveUnit(tx, { shipmentId, programId, sku, stationId }))) return;
  if (isPast('handingOff', state)) await consumeReservation(tx, shipmentId);
}
