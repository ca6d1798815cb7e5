import type { z } from 'zod';
import type { CourierOffer } from '#db/deliveries/offerReads';
import type { Zone } from '#domain/zone/types';
import type { CourierShift } from '#usecases/couriers/standing';
import { isoOf, isoOrNull } from '#contract/common';
import type { offer, shift } from '#contract/courier';

export function shiftResource({ courier, suggestedPlace, atMs }: CourierShift): z.input<typeof shift> {
  const { zoneId, shiftFrom, onShiftUntil, capacity } = courier;
  const isOver = onShiftUntil === null || onShiftUntil.getTime() <= atMs;
  const from = !isOver && shiftFrom !== null && shiftFrom.getTime() > atMs ? isoOf(shiftFrom) : null;
  const until = isOver ? null : isoOf(onShiftUntil);
  const place = until === null || from !== null ? null : suggestedPlace;
  return { zoneId, from, until, capacity, suggestedPlace: place && { ...place, until: isoOf(place.until) } };
}

export function offerResource(read: CourierOffer, zone: Zone | null): z.input<typeof offer> {
  const { id, state, expiresAt, deliveries } = read;
  // A bundle is of one station.
  const stationId = deliveries[0]?.stationId ?? '';
  const station = zone?.stations.find((known) => known.id === stationId);
  return {
    id,
    state,
    expiresAt: isoOf(expiresAt),
    station: { id: stationId, title: station?.title ?? stationId, place: station?.place ?? null },
    deliveries: deliveries.map((delivery) => ({
      id: delivery.id,
      phase: delivery.phase,
      place: { lat: delivery.lat, lng: delivery.lng },
      address: delivery.address,
      packed: delivery.isPacked,
      readyAt: isoOf(delivery.readyAt),
      dueAt: isoOf(delivery.dueAt),
      expectedAt: isoOrNull(delivery.expectedAt),
    })),
  };
}
