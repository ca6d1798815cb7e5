import { inTransaction, type Queryable } from '#db/pool';
import { recordEffect } from '#db/shipments/effects';
import { readFacts, recordEnd, type ShipmentEnd } from '#db/shipments/shipmentEnds';
import { projectShipment as writeShipment } from '#db/shipments/shipmentProjection';
import { startFitSurvey, startSurveysAfterDelivery } from '#db/surveys/surveyStarts';
import type { ShipmentEvent } from '#domain/shipment/events';
import { recall, stepAfter } from '#domain/shipment/recall';
import type { ShipmentState } from '#domain/shipment/types';
import type { ShipmentInput, ShipmentMessage } from '#workflows/shipment/messages';
import type { Dependencies } from '../dependencies';
import { queueMessage } from '../notifications/queueMessage';

export interface ShipmentProjection {
  input: ShipmentInput;
  state: ShipmentState;
  /** What the customer is told of it, once per shipment. */
  message: ShipmentMessage | null;
}

/**
 * Brings the read model to this state, or leaves it when it knows one that was decided later. Records how the shipment
 * ended, and tells what is recorded of it already: the event to go on with, of a run that was reset to before it. Such a
 * state is passed through and not shown. Safe to run again.
 */
export async function projectShipment(
  { db }: Dependencies,
  { input, state, message }: ShipmentProjection,
): Promise<ShipmentEvent | null> {
  return inTransaction(db, async (tx) => {
    const end = endOf(state);
    const facts = end ? await recordEnd(tx, input, end) : await readFacts(tx, input, stepAfter(state));
    const next = recall(state, facts);
    if (next) return next;
    await writeShipment(tx, input, state);
    if (state.phase === 'delivered') {
      await startSurveysAfterDelivery(tx, input, state.deliveredAtMs ?? 0);
      await startFitSurvey(tx, input, state.deliveredAtMs ?? 0);
    }
    if (message) await tellOnce(tx, input, state, message);
    return null;
  });
}

function endOf({ phase, deliveredAtMs, abandonReason }: ShipmentState): ShipmentEnd | null {
  if (phase === 'delivered' && deliveredAtMs !== null) return { step: 'delivered', answer: { atMs: deliveredAtMs } };
  return phase === 'compensating' ? { step: 'abandoned', answer: { reason: abandonReason ?? 'abandoned' } } : null;
}

/** The record is what makes it once: the outbox itself would take the message again. */
async function tellOnce(tx: Queryable, input: ShipmentInput, state: ShipmentState, message: ShipmentMessage) {
  const { subscriptionId, cycle } = input;
  const first = await recordEffect(tx, { subscriptionId, cycle, step: message }, {});
  const data = { sku: state.sku, reason: state.abandonReason };
  if (first) await queueMessage(tx, input, message, message, data);
}
