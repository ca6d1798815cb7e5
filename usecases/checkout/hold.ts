import type { OfferedItem } from '#db/catalog/items';
import { makePromise } from './promise';
import { windowOf, type Windows } from './windows';
import { countHolds, lockHolds } from '#db/deliveries/promises';
import type { Queryable } from '#db/pool';
import type { LatLng } from '#domain/zone/types';
import type { Program } from '#domain/program/types';
import { closed } from '#domain/promise/index';
import type { WindowKind } from '#domain/promise/types';
import type { ApiContext } from '#api/http/context';
import { newPromiseId } from '#domain/newIds';
import { Problem } from '#api/http/problems';
import { refusal } from '#api/http/refusal';
import { promiseResource } from '#api/resources/checkout';
import { minuteMs } from '#domain/time';

export interface Hold {
  customerId: string;
  program: Program;
  item: OfferedItem;
  place: LatLng;
  kind: WindowKind;
  windows: Windows;
}

/** Enough for every cart that somebody has open; without a limit, one customer could close a zone for all others. */
const mostHolds = 5;

/** Takes a place of the window and stores the promise, in the transaction of `context.db`. @throws Problem */
export async function holdPromise({ db, now }: ApiContext, hold: Hold) {
  const { customerId, program, item, place, kind, windows } = hold;
  const { zone } = windows;
  const window = windowOf(windows, kind);
  if ('reason' in window) throw refusal(window);
  if (!zone) throw new Error('a window is open in no zone');
  // First without a lock: of a flood, what is too much waits for nobody, and so takes no connection from others.
  await requireRoom(db, customerId, now());
  await lockHolds(db, customerId);
  await requireRoom(db, customerId, now());
  const promise = await makePromise(db, zone, window, {
    id: newPromiseId(),
    customerId,
    programId: program.id,
    sku: item.sku,
    place,
    priceCents: item.priceCents,
    expiresAtMs: now() + zone.promise.holdMinutes * minuteMs,
  });
  if (!promise) throw refusal(closed(kind, 'full', zone));
  return promiseResource(promise, { currency: program.currency, stationTitle: window.stationTitle });
}

async function requireRoom(db: Queryable, customerId: string, nowMs: number): Promise<void> {
  if ((await countHolds(db, customerId, nowMs)) < mostHolds) return;
  throw new Problem(
    'TooManyHolds',
    `${mostHolds} windows are held already; order one, or wait until its hold runs out`,
  );
}
