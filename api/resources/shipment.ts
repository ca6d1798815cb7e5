import type { z } from 'zod';
import type { ShipmentRead } from '#db/shipments/shipmentReads';
import type { TrackingEvent } from '#db/shipments/trackingEvents';
import type { ShipmentState } from '#domain/shipment/types';
import { isoOf, isoOrNull } from '#contract/common';
import type { parkedShipment, shipment, shipmentChange, shipmentSummary } from '#contract/shipment';

export function shipmentSummaryResource(read: ShipmentRead): z.input<typeof shipmentSummary> {
  return {
    id: read.id,
    subscriptionId: read.subscriptionId,
    cycle: read.cycle,
    programId: read.programId,
    sku: read.sku,
    title: read.title,
    chargeCents: read.chargeCents,
    phase: read.phase,
    trackingNumber: read.trackingNumber,
    trackingStatus: read.trackingStatus,
    handedOffAt: isoOrNull(read.handedOffAt),
    deliveredAt: isoOrNull(read.deliveredAt),
  };
}

export function shipmentResource(read: ShipmentRead, events: TrackingEvent[]): z.input<typeof shipment> {
  return {
    ...shipmentSummaryResource(read),
    events: events.map(({ status, occurredAt }) => ({ status, occurredAt: isoOf(occurredAt) })),
    rating: read.stars === null ? null : { stars: read.stars, comment: read.comment },
  };
}

export function parkedResource(read: ShipmentRead): z.input<typeof parkedShipment> {
  if (read.attention === null) throw new Error(`shipment ${read.id} asks for no attention`);
  return {
    ...shipmentSummaryResource(read),
    customerId: read.customerId,
    attention: read.attention,
    updatedAt: isoOf(read.updatedAt),
  };
}

export function shipmentChangeResource(shipmentId: string, state: ShipmentState): z.input<typeof shipmentChange> {
  const { phase, attention, abandonReason, revision } = state;
  return { shipmentId, phase, attention, abandonReason, revision, addressFor: null, warning: null };
}
