import type { TrackingStatus } from '#facade/ports/index';
import type { FaultRule } from '../faults/rules';

export interface PlannedWebhook {
  /** Number of the event on the parcel's way, from 1; a duplicate has the same one. */
  event: number;
  status: TrackingStatus | 'packed';
  /** Both in ms after the booking. A webhook is never sent before what it tells of has happened. */
  occursAfterMs: number;
  sendAfterMs: number;
}

const defaultLatenessMs = 5_000;

/**
 * The parcel's whole way, planned when it is booked: four stations at equal distances, the last after `transitMs`.
 * Faults change when webhooks are sent, never when things happen.
 */
export function planParcel(parcel: {
  transitMs: number;
  returns: boolean;
  fault: FaultRule | undefined;
}): PlannedWebhook[] {
  const last: TrackingStatus = parcel.returns ? 'returned' : 'delivered';
  const stations: TrackingStatus[] = ['collected', 'inTransit', 'outForDelivery', last];
  const legMs = parcel.transitMs / stations.length;
  const onTime = stations.map((status, index) => {
    const occursAfterMs = Math.round(legMs * (index + 1));
    return { event: index + 1, status, occursAfterMs, sendAfterMs: occursAfterMs };
  });
  switch (parcel.fault?.kind) {
    case 'duplicateWebhook':
      return duplicated(onTime);
    case 'lateWebhook':
      return delayed(onTime, parcel.fault.delayMs ?? defaultLatenessMs);
    case 'outOfOrderWebhook':
      // The first and the third are held back until just after the next one has been sent.
      return onTime.map((webhook, index) =>
        index % 2 === 0 ? { ...webhook, sendAfterMs: (onTime[index + 1]?.sendAfterMs ?? 0) + 1 } : webhook,
      );
    default:
      return onTime;
  }
}

/** A station's order: one event, when it stands packed at the counter. */
export function planPacking(order: { packMs: number; fault: FaultRule | undefined }): PlannedWebhook[] {
  const packed = [{ event: 1, status: 'packed' as const, occursAfterMs: order.packMs, sendAfterMs: order.packMs }];
  switch (order.fault?.kind) {
    case 'duplicateWebhook':
      return duplicated(packed);
    case 'lateWebhook':
      return delayed(packed, order.fault.delayMs ?? defaultLatenessMs);
    default:
      return packed;
  }
}

function duplicated(webhooks: PlannedWebhook[]): PlannedWebhook[] {
  return webhooks.flatMap((webhook) => [webhook, { ...webhook, sendAfterMs: webhook.sendAfterMs + 1 }]);
}

function delayed(webhooks: PlannedWebhook[], delayMs: number): PlannedWebhook[] {
  return webhooks.map((webhook) => ({ ...webhook, sendAfterMs: webhook.sendAfterMs + delayMs }));
}
