import { inTransaction } from '../../db/pool';
import { recordEffect } from '../../db/queries/effects';
import { projectShipment as writeShipment } from '../../db/queries/shipmentProjection';
import { startFitSurvey, startSurveysAfterDelivery } from '../../db/queries/surveyStarts';
import type { ShipmentState } from '../../domain/shipment/types';
import type { ShipmentInput, ShipmentMessage } from '../../workflows/shipment/messages';
import type { Dependencies } from '../dependencies';
import { queueMessage } from '../notifications/queueMessage';

export interface ShipmentProjection {
  input: ShipmentInput;
  state: ShipmentState;
  /** What the customer is told of it, once per shipment. */
  message: ShipmentMessage | null;
}

/** Brings the read model to this state, or leaves it when it knows a newer one. Safe to run again. */
export async function projectShipment(
  { db }: Dependencies,
  { input, state, message }: ShipmentProjection,
): Promise<void> {
  await inTransaction(db, async (tx) => {
    await writeShipment(tx, input.shipmentId, state);
    if (state.phase === 'delivered') {
      await startSurveysAfterDelivery(tx, input, state.deliveredAtMs ?? 0);
      await startFitSurvey(tx, input, state.deliveredAtMs ?? 0);
    }
    if (!message) return;
    const { subscriptionId, cycle } = input;
    // The record is what makes it once: the outbox itself would take the message again.
    const first = await recordEffect(tx, { subscriptionId, cycle, step: message }, {});
    const data = { sku: state.sku, reason: state.abandonReason };
    if (first) await queueMessage(tx, input, message, message, data);
  });
}
