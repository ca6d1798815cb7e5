import { windowsFor } from './windows';
import { wishesFor } from './wish';
import type { SubscriptionRead } from '#db/subscriptions/subscriptionReads';
import type { LatLng } from '#domain/zone/types';
import { windowKinds } from '#domain/promise/types';
import type { ApiContext } from '#api/http/context';
import { Problem } from '#api/http/problems';
import { deliveryOptionsResource } from '#api/resources/checkout';
import { cycleWithItem, wantedItem } from './wanted';

/** How an item can be delivered to a place now. @throws Problem */
export async function optionsOfItem(context: ApiContext, what: { programId: string; sku: string; place: LatLng }) {
  const wanted = await wantedItem(context.db, what.programId, what.sku);
  const windows = await windowsFor(context, { ...wanted, place: what.place, nowMs: context.now() });
  return deliveryOptionsResource(wanted, windows);
}

/**
 * How an open cycle can be delivered when it ships: exactly what `PUT .../cycles/{n}/delivery` takes without a time.
 * @throws Problem
 */
export async function optionsOfCycle({ db }: ApiContext, subscription: SubscriptionRead, number: number) {
  const cycle = await cycleWithItem(db, subscription.id, number);
  if (cycle.status !== 'open') throw new Problem('NoOpenCycle', `cycle ${number} is not open`);
  const wanted = await wantedItem(db, subscription.programId, cycle.sku);
  const place = subscription.address.location;
  const asked = { program: wanted.program, place, shipAtMs: cycle.shipAt.getTime(), from: null };
  const { zone, wishes } = await wishesFor(db, asked, windowKinds);
  return deliveryOptionsResource(wanted, { zone, windows: wishes, basedOn: null });
}
