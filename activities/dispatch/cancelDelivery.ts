import { inTransaction } from '#db/pool';
import { failDelivery } from '#db/deliveries/deliveries';
import { findEffect, recordEffect } from '#db/shipments/effects';
import type { Dependencies } from '../dependencies';

export interface DeliveryCancellation {
  subscriptionId: string;
  cycle: number;
  /** Of the shipment, and of its delivery. */
  shipmentId: string;
  reason: string;
  /** Time of the delivery's clock, ms. */
  atMs: number;
}

/**
 * Ends a delivery for ops, unless a courier carries it or it has ended: the row decides. True when it is cancelled. Safe to
 * run again: a cancellation is recorded with the row's change, and a repeat finds it.
 */
export async function cancelDelivery({ db }: Dependencies, cancellation: DeliveryCancellation): Promise<boolean> {
  const { subscriptionId, cycle, shipmentId, reason, atMs } = cancellation;
  const id = { subscriptionId, cycle, step: 'deliveryCancelled' };
  return inTransaction(db, async (tx) => {
    if ((await findEffect(tx, id)) !== null) return true;
    if (!(await failDelivery(tx, shipmentId, reason, atMs))) return false;
    await recordEffect(tx, id, {});
    return true;
  });
}
