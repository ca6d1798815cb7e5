import { type OpenWindow, type Sources, type Windows, windowsFor } from './windows';
import { type OpenWish, wishesFor } from './wish';
import type { SubscriptionRead } from '#db/subscriptions/subscriptionReads';
import type { LatLng } from '#domain/zone/types';
import { type Closed, windowKinds } from '#domain/promise/types';
import type { UseCaseContext } from '../context';
import { Refusal } from '../refusal';
import { cycleWithItem, type WantedItem, wantedItem } from './wanted';

/** How an item can be delivered: its windows, open or closed. By parcel it always can. */
export interface DeliveryOptions extends WantedItem, Pick<Windows, 'zone' | 'basedOn'> {
  windows: (OpenWindow | OpenWish | Closed)[];
}

/** How an item can be delivered to a place now. @throws Refusal */
export async function optionsOfItem(
  context: UseCaseContext & Sources,
  what: { programId: string; sku: string; place: LatLng },
): Promise<DeliveryOptions> {
  const wanted = await wantedItem(context.db, what.programId, what.sku);
  const windows = await windowsFor(context, { ...wanted, place: what.place, nowMs: context.now() });
  return { ...wanted, ...windows };
}

/**
 * How an open cycle can be delivered when it ships: exactly what `PUT .../cycles/{n}/delivery` takes without a time.
 * @throws Refusal
 */
export async function optionsOfCycle(
  { db }: UseCaseContext,
  subscription: SubscriptionRead,
  number: number,
): Promise<DeliveryOptions> {
  const cycle = await cycleWithItem(db, subscription.id, number);
  if (cycle.status !== 'open') throw new Refusal('NoOpenCycle', `cycle ${number} is not open`);
  const wanted = await wantedItem(db, subscription.programId, cycle.sku);
  const place = subscription.address.location;
  const asked = { program: wanted.program, place, shipAtMs: cycle.shipAt.getTime(), from: null };
  const { zone, wishes } = await wishesFor(db, asked, windowKinds);
  return { ...wanted, zone, windows: wishes, basedOn: null };
}
