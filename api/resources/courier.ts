import type { z } from 'zod';
import type { CourierOffer } from '../../db/queries/offerReads';
import type { Zone } from '../../domain/geography/types';
import { isoOf, isoOrNull } from '../schemas/common';
import type { offer } from '../schemas/courier';

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
