import type { Queryable } from '#db/pool';
import { insertPromise, type NewPromise } from '#db/deliveries/promises';
import { takePlace } from '#db/deliveries/zoneCapacity';
import type { DeliveryPromise } from '#domain/delivery/types';
import type { Zone } from '#domain/zone/types';
import { handoffWithinMs } from '#domain/promise/index';
import type { OpenWindow } from './windows';

/** What a promise holds beyond its window. */
export type PromiseFor = Omit<
  NewPromise,
  'zoneId' | 'stationId' | 'kind' | 'feeCents' | 'windowStartsAtMs' | 'dueAtMs'
> & { feeCents?: number };

/**
 * Takes a place of the window and stores the promise with it, held; null when others took the last place meanwhile, and
 * nothing was changed. Call in a transaction.
 */
export async function makePromise(
  tx: Queryable,
  zone: Zone,
  window: OpenWindow,
  what: PromiseFor,
): Promise<NewPromise | null> {
  const key = { zoneId: zone.id, startsAtMs: window.windowStartsAtMs };
  if (!(await takePlace(tx, key, window.couriers, zone.promise))) return null;
  const { kind, stationId, feeCents, windowStartsAtMs, dueAtMs } = window;
  const promise = { feeCents, ...what, zoneId: zone.id, stationId, kind, windowStartsAtMs, dueAtMs };
  await insertPromise(tx, promise);
  return promise;
}

/** The promise as the shipment's workflow carries it: all that it must keep, frozen. */
export function deliveryPromiseOf(promise: NewPromise, { promise: rules }: Zone, orderedAtMs: number): DeliveryPromise {
  const { refundFee, creditCents } = rules.missed;
  return {
    promiseId: promise.id,
    zoneId: promise.zoneId,
    stationId: promise.stationId,
    place: promise.place,
    orderedAtMs,
    handoffDueAtMs: orderedAtMs + handoffWithinMs,
    dueAtMs: promise.dueAtMs,
    feeCents: promise.feeCents,
    missed: { refundFee, creditCents },
  };
}
