import { inTransaction, type Queryable } from '#db/pool';
import { recordDeliveryEvents } from '#db/deliveries/deliveryEvents';
import { findEffect, recordEffect } from '#db/shipments/effects';
import { lockEnd, readFacts } from '#db/shipments/shipmentEnds';
import { businessAt } from '#domain/clock';
import type { ChargeAnswer } from '#facade/ports/index';
import type { DeliveryInput } from '#workflows/delivery/messages';
import type { Dependencies } from '../dependencies';
import { once, type EffectOf } from '../effects';
import { refundFee } from './courierFee';

/** What a missed promise is worth, in cents of the charge: the fee, and a credit for the wait. */
export interface Owed {
  feeCents: number;
  creditCents: number;
}

const owedStep = 'missedPromiseOwed';

/** What a customer is owed for a promise that was missed; nothing, if none was, or if all of the charge goes back. */
export async function readOwed(db: Queryable, { subscriptionId, cycle }: EffectOf): Promise<Owed> {
  return (await findEffect<Owed>(db, { subscriptionId, cycle, step: owedStep })) ?? { feeCents: 0, creditCents: 0 };
}

/**
 * Fixes what is owed by the zone's rule, in the transaction that tells the customer of it. When the shipment is given up,
 * all of the charge goes back already; when it is given up later, the rest does: see `refundCharge`.
 */
export async function oweForMissed(tx: Queryable, input: DeliveryInput): Promise<Owed> {
  const { subscriptionId, cycle, promise, chargeCents } = input;
  await lockEnd(tx, input);
  if ((await readFacts(tx, input)).abandoned === null) {
    const { refundFee: isFeeBack, creditCents } = promise.missed;
    const owed: Owed = {
      feeCents: isFeeBack ? promise.feeCents : 0,
      creditCents: Math.max(0, Math.min(creditCents, chargeCents - promise.feeCents)), // never more than was paid
    };
    await recordEffect(tx, { subscriptionId, cycle, step: owedStep }, owed);
  }
  return readOwed(tx, input);
}

/**
 * Gives back what is owed for a missed promise, and tells so as an event of the delivery. Safe to run again: each part is an
 * effect of its own (see `once`), and so is the event.
 */
export async function compensateMissedPromise(dependencies: Dependencies, input: DeliveryInput): Promise<void> {
  const { db, facade } = dependencies;
  const { subscriptionId, cycle, shipmentId, deliveryId, currency } = input;
  const { feeCents, creditCents } = await readOwed(db, input);
  const chargeId = input.chargeId ?? (await firstCharge(dependencies, input));
  if (chargeId === null || feeCents + creditCents === 0) return;
  await refundFee(dependencies, { subscriptionId, cycle, shipmentId, chargeId, feeCents, currency });
  if (creditCents > 0) {
    await once(db, input, 'refundCredit', 0, (idempotencyKey) =>
      facade.payment.refund({ idempotencyKey, reference: shipmentId, chargeId, amountCents: creditCents, currency }),
    );
  }
  await inTransaction(db, async (tx) => {
    if (!(await recordEffect(tx, { subscriptionId, cycle, step: 'missedPromiseCompensated' }, {}))) return;
    const atMs = businessAt(input.clock, Date.now());
    await recordDeliveryEvents(tx, [{ deliveryId, kind: 'compensated', atMs, data: { feeCents, creditCents } }]);
  });
}

/** A single order is charged in the first round, or not at all. */
async function firstCharge({ db }: Dependencies, { subscriptionId, cycle }: DeliveryInput): Promise<string | null> {
  const charge = await findEffect<ChargeAnswer>(db, { subscriptionId, cycle, step: 'charge' });
  return charge?.outcome === 'charged' ? charge.chargeId : null;
}
