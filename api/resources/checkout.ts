import type { z } from 'zod';
import type { OpenWish } from '#usecases/checkout/wish';
import type { DeliveryOptions } from '#usecases/checkout/options';
import type { HeldPromise } from '#usecases/checkout/hold';
import type { OpenWindow } from '#usecases/checkout/windows';
import type { OrderRead } from '#db/deliveries/orders';
import { shipmentIdOf } from '#domain/ids';
import type { Closed } from '#domain/promise/types';
import type { deliveryOptions, deliveryPromise, order } from '#contract/checkout';
import { isoOf, isoOfMs } from '#contract/common';

export function deliveryOptionsResource(options: DeliveryOptions): z.input<typeof deliveryOptions> {
  const { program, sku, item, zone, windows, basedOn } = options;
  const { service, overdueDays } = program.delivery;
  return {
    programId: program.id,
    sku,
    priceCents: item.priceCents,
    currency: program.currency,
    zone: zone && { id: zone.id, title: zone.title },
    options: [
      ...windows.map(windowResource),
      // Parcels are never full; what a plan or an item costs holds their postage.
      { kind: 'parcel', open: true, feeCents: 0, service, withinDays: overdueDays },
    ],
    basedOn,
  };
}

function windowResource(window: OpenWindow | OpenWish | Closed) {
  if ('reason' in window) {
    const { opensAtMs, ...closed } = window;
    return { ...closed, open: false as const, ...(opensAtMs === undefined ? {} : { opensAt: isoOfMs(opensAtMs) }) };
  }
  if ('wish' in window) {
    // Which station has it, nobody knows before the day.
    const { kind, feeCents, dueAtMs } = window.window;
    return { kind, open: true as const, feeCents, dueAt: isoOfMs(dueAtMs), station: null };
  }
  const { kind, feeCents, dueAtMs, stationTitle } = window;
  return { kind, open: true as const, feeCents, dueAt: isoOfMs(dueAtMs), station: stationTitle };
}

export function promiseResource({ promise, currency, stationTitle }: HeldPromise): z.input<typeof deliveryPromise> {
  const { id, customerId, programId, sku, kind, priceCents, feeCents } = promise;
  return {
    id,
    customerId,
    programId,
    sku,
    kind,
    priceCents,
    feeCents,
    chargeCents: priceCents + feeCents,
    currency,
    station: stationTitle,
    location: promise.place,
    dueAt: isoOfMs(promise.dueAtMs),
    expiresAt: isoOfMs(promise.expiresAtMs),
  };
}

export function orderResource(read: OrderRead): z.input<typeof order> {
  const { createdAt, createdAtExact: _position, dueAt, ...rest } = read;
  const shipmentId = shipmentIdOf(read.id, 1);
  const delivery = { id: shipmentId, href: `/v1/deliveries/${shipmentId}` }; // a delivery goes by its shipment's ID
  return { ...rest, dueAt: isoOf(dueAt), shipmentId, delivery, createdAt: isoOf(createdAt) };
}
