import type { z } from 'zod';
import type { CourierRead } from '#db/deliveries/couriers';
import type { DeliveryRead } from '#db/deliveries/deliveries';
import type { StoredEvent } from '#db/deliveries/deliveryEvents';
import { customerStatus } from '#domain/delivery/customerView';
import type { Zone } from '#domain/zone/types';
import { isoOf, isoOfMs, isoOrNull } from '#contract/common';
import type { delivery, deliveryEvent } from '#contract/delivery';

/** An event in the customer's words: nothing but what is named here leaves the store. */
export function deliveryEventResource({ kind, data, occurredAt }: StoredEvent): z.input<typeof deliveryEvent> {
  const { phase, expectedAtMs, place } = data;
  return {
    kind,
    status: customerStatus[phase],
    occurredAt: isoOf(occurredAt),
    place: place ?? null,
    expectedAt: expectedAtMs === null ? null : isoOfMs(expectedAtMs),
  };
}

interface Surroundings {
  /** Business time, ms: a promise that has passed is missed, also before anybody has marked it. */
  nowMs: number;
  zone: Zone | null;
  courier: CourierRead | null;
  events: StoredEvent[];
}

export function deliveryResource(
  read: DeliveryRead,
  { nowMs, zone, courier, events }: Surroundings,
): z.input<typeof delivery> {
  const isUnderWay = read.phase === 'accepted' || read.phase === 'onTheWay';
  const known = isUnderWay ? courier?.known : null;
  return {
    id: read.id,
    status: customerStatus[read.phase],
    station: zone?.stations.find(({ id }) => id === read.stationId)?.title ?? read.stationId,
    destination: { lat: read.lat, lng: read.lng },
    orderedAt: isoOf(read.orderedAt),
    dueAt: isoOf(read.dueAt),
    expectedAt: isoOrNull(read.expectedAt),
    endedAt: isoOrNull(read.endedAt),
    atRisk: read.atRiskAt !== null,
    missed: read.missedAt !== null || (read.endedAt === null && nowMs > read.dueAt.getTime()),
    courier: known ? { place: known.place, at: isoOfMs(known.atMs) } : null,
    code: read.endedAt === null ? read.dropoffCode : null,
    events: events.map(deliveryEventResource),
  };
}
