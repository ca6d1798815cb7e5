import { putInOutbox } from '#db/outbox/outbox';
import { lockParcel, setParcelStatus } from '#db/shipments/parcels';
import { insertTrackingEvent } from '#db/shipments/trackingEvents';
import type { Queryable } from '#db/pool';
import { businessAt } from '#domain/clock';
import { isFinal, movesForward, type TrackingStatus } from '#domain/shipment/tracking';
import { named } from '../noSuch';
import { Refusal } from '../refusal';

export interface ReceivedEvent {
  eventId: string;
  trackingNumber: string;
  status: TrackingStatus;
  /** Wall time, ms. */
  occurredAtMs: number;
}

/**
 * Records a tracking event in the caller's transaction; false when it was recorded before.
 *
 * The parcel is locked, so that its status only moves forward and its end is told to the workflow once: by the event
 * that first moved it to a final station, in the same transaction. The message names the parcel, since a shipment that
 * was sent again has had others: what comes of them, or comes twice, is recorded and ends no other parcel.
 */
export async function recordTracking(tx: Queryable, event: ReceivedEvent): Promise<boolean> {
  const { eventId, trackingNumber, status, occurredAtMs } = event;
  const parcel = await lockParcel(tx, trackingNumber);
  if (!parcel) throw new Refusal('NotFound', `no parcel ${named(trackingNumber)} is known; send the event again later`);
  const isNew = await insertTrackingEvent(tx, { eventId, trackingNumber, status, occurredAt: new Date(occurredAtMs) });
  if (!isNew || !movesForward(parcel.status, status)) return isNew;
  await setParcelStatus(tx, parcel, status);
  if (isFinal(status)) {
    const { subscriptionId, cycle, clock } = parcel;
    // No parcel is older than its clock, and a fast one would show a year that nothing can count with.
    const atMs = businessAt(clock, Math.max(occurredAtMs, clock.originWallMs));
    await putInOutbox(tx, 'parcelEnded', { subscriptionId, cycle, trackingNumber, status, atMs });
  }
  return true;
}
