import { inTransaction, type Queryable } from '../../db/pool';
import { failDelivery, markAtRisk, markMissed, openDelivery as insertDelivery } from '../../db/queries/deliveries';
import { findEffect, recordEffect } from '../../db/queries/effects';
import { wakeDispatcher } from '../../db/queries/deliveryEvents';
import { readZone } from '../../db/queries/zones';
import type { Deadline } from '../../domain/delivery/follow';
import type { ChargeAnswer } from '../../facade/ports';
import type { DeliveryInput } from '../../workflows/delivery/messages';
import { refundFee } from '../billing/courierFee';
import type { Dependencies } from '../dependencies';
import { queueMessage } from '../notifications/queueMessage';

const minuteMs = 60_000;

/** Puts the delivery before the zone's dispatcher. Safe to run again: one row per delivery. */
export async function openDelivery({ db }: Dependencies, input: DeliveryInput): Promise<void> {
  const { promise } = input;
  const zone = await readZone(db, promise.zoneId);
  const packMinutes = zone?.stations.find(({ id }) => id === promise.stationId)?.packMinutes ?? 15;
  await inTransaction(db, async (tx) => {
    const isNew = await insertDelivery(tx, {
      deliveryId: input.deliveryId,
      zoneId: promise.zoneId,
      stationId: promise.stationId,
      customerId: input.customerId,
      place: promise.place,
      orderedAtMs: promise.orderedAtMs,
      handoffDueAtMs: promise.handoffDueAtMs,
      dueAtMs: promise.dueAtMs,
      // The station's estimate until it reports that the order is packed.
      readyAtMs: promise.orderedAtMs + packMinutes * minuteMs,
    });
    if (isNew) await wakeDispatcher(tx, promise.zoneId);
  });
}

export interface MetDeadline {
  input: DeliveryInput;
  deadline: Deadline;
  /** Business time, ms. */
  atMs: number;
}

/**
 * What a deadline does to the row, and whom it tells; false when the row knows better (dropped off in time, or being
 * carried). Safe to run again: the first answer is recorded with what it did, and stands.
 */
export async function meetDeadline({ db }: Dependencies, met: MetDeadline): Promise<boolean> {
  const { input, deadline } = met;
  const id = { subscriptionId: input.subscriptionId, cycle: input.cycle, step: `deadline-${deadline}` };
  return inTransaction(db, async (tx) => {
    const before = await findEffect<{ applied: boolean }>(tx, id);
    if (before) return before.applied;
    const applied = await applyDeadline(tx, met);
    await recordEffect(tx, id, { applied });
    return applied;
  });
}

async function applyDeadline(tx: Queryable, { input, deadline, atMs }: MetDeadline): Promise<boolean> {
  const { deliveryId, promise } = input;
  switch (deadline) {
    case 'handoffLate':
    case 'atRisk':
      // Before all others of the zone from now on; the dispatcher looks at once.
      await wakeDispatcher(tx, promise.zoneId);
      return markAtRisk(tx, deliveryId, atMs);
    case 'missed': {
      const missed = await markMissed(tx, deliveryId, atMs);
      if (missed) await tellTruth(tx, input);
      return missed;
    }
    case 'hopeless':
      return failDelivery(tx, deliveryId, 'no courier took it', atMs);
  }
}

async function tellTruth(tx: Queryable, input: DeliveryInput): Promise<void> {
  const { dueAtMs, feeCents, missed } = input.promise;
  await queueMessage(tx, input, 'promiseMissed', 'promiseMissed', {
    dueAt: new Date(dueAtMs).toISOString(),
    refundCents: missed.refundFee ? feeCents : 0,
    creditCents: missed.creditCents,
  });
}

/** Gives the fee of a missed promise back, when the zone's rule says so. Safe to run again: see `once`. */
export async function compensateMissedPromise(dependencies: Dependencies, input: DeliveryInput): Promise<void> {
  const { subscriptionId, cycle, shipmentId, promise, currency } = input;
  if (!promise.missed.refundFee || promise.feeCents === 0) return;
  const chargeId = input.chargeId ?? (await firstCharge(dependencies, input));
  if (chargeId === null) return;
  const { feeCents } = promise;
  await refundFee(dependencies, { subscriptionId, cycle, shipmentId, chargeId, feeCents, currency });
}

/** A single order is charged in the first round, or not at all. */
async function firstCharge({ db }: Dependencies, { subscriptionId, cycle }: DeliveryInput): Promise<string | null> {
  const charge = await findEffect<ChargeAnswer>(db, { subscriptionId, cycle, step: 'charge' });
  return charge?.outcome === 'charged' ? charge.chargeId : null;
}
