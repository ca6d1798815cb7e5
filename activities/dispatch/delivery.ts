import { inTransaction, type Queryable } from '#db/pool';
import { failDelivery, openDelivery as insertDelivery } from '#db/deliveries/deliveries';
import { lockDeliveries, wakeDispatcher } from '#db/deliveries/deliveryEvents';
import { readDeliveryFacts } from '#db/deliveries/deliveryFacts';
import { markAtRisk, markMissed } from '#db/deliveries/deliveryMarks';
import { findEffect, recordEffect } from '#db/shipments/effects';
import { readZone } from '#db/deliveries/zones';
import { counts, type Deadline } from '#domain/delivery/follow';
import type { DeliveryFacts } from '#domain/delivery/types';
import type { DeliveryInput } from '#workflows/delivery/messages';
import { oweForMissed } from '../billing/missedPromise';
import type { Dependencies } from '../dependencies';
import { queueMessage } from '../notifications/queueMessage';
import { minuteMs } from '#domain/time';

/** Puts the delivery before the zone's dispatcher. Safe to run again: one row per delivery, whose facts are the answer. */
export async function openDelivery({ db }: Dependencies, input: DeliveryInput): Promise<DeliveryFacts> {
  const { promise } = input;
  const zone = await readZone(db, promise.zoneId);
  const packMinutes = zone?.stations.find(({ id }) => id === promise.stationId)?.packMinutes ?? 15;
  return inTransaction(db, async (tx) => {
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
    return factsOf(tx, input.deliveryId);
  });
}

/** What the row says now. Reads only. */
export const lookAtDelivery = ({ db }: Dependencies, { deliveryId }: DeliveryInput): Promise<DeliveryFacts> =>
  factsOf(db, deliveryId);

async function factsOf(tx: Queryable, deliveryId: string): Promise<DeliveryFacts> {
  const facts = (await readDeliveryFacts(tx, [deliveryId])).get(deliveryId);
  if (!facts) throw new Error(`delivery ${deliveryId} has no row`); // heals when the row is put back
  return facts;
}

export interface MetDeadline {
  input: DeliveryInput;
  deadline: Deadline;
  /** Business time, ms. */
  atMs: number;
}

export interface DeadlineAnswer {
  /** Did it count? */
  applied: boolean;
  /** What the row says afterwards. */
  facts: DeliveryFacts;
}

/**
 * What a deadline whose instant has come does to the row, and whom it tells; nothing when the row knows better (dropped off
 * in time, packed in time, being carried). Safe to run again: the first answer is recorded with what it did, and stands.
 */
export async function meetDeadline({ db }: Dependencies, met: MetDeadline): Promise<DeadlineAnswer> {
  const { input, deadline } = met;
  const { deliveryId, subscriptionId, cycle, promise } = input;
  const id = { subscriptionId, cycle, step: `deadline-${deadline}` };
  return inTransaction(db, async (tx) => {
    await lockDeliveries(tx, [deliveryId]);
    const before = await findEffect<{ applied: boolean }>(tx, id);
    const applied = before?.applied ?? counts(deadline, await factsOf(tx, deliveryId), promise);
    if (!before) {
      if (applied) await applyDeadline(tx, met);
      await recordEffect(tx, id, { applied });
    }
    return { applied, facts: await factsOf(tx, deliveryId) };
  });
}

async function applyDeadline(tx: Queryable, { input, deadline, atMs }: MetDeadline): Promise<void> {
  const { deliveryId, promise } = input;
  switch (deadline) {
    case 'handoffLate':
    case 'atRisk':
      // Before all others of the zone from now on; the dispatcher looks at once.
      await markAtRisk(tx, deliveryId, atMs);
      return wakeDispatcher(tx, promise.zoneId);
    case 'missed':
      await markMissed(tx, [deliveryId], atMs); // whatever ended it too late may have marked it already
      return tellTruth(tx, input);
    case 'hopeless':
      await failDelivery(tx, deliveryId, 'no courier took it', atMs);
  }
}

async function tellTruth(tx: Queryable, input: DeliveryInput): Promise<void> {
  const { feeCents, creditCents } = await oweForMissed(tx, input);
  await queueMessage(tx, input, 'promiseMissed', 'promiseMissed', {
    dueAt: new Date(input.promise.dueAtMs).toISOString(),
    refundCents: feeCents,
    creditCents,
  });
}
