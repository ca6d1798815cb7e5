import type { OfferedItem } from '#db/catalog/items';
import { makePromise } from './promise';
import { closedRefusal } from './refusals';
import { windowOf, type Windows } from './windows';
import { countHolds, lockHolds, type NewPromise } from '#db/deliveries/promises';
import type { Queryable } from '#db/pool';
import type { LatLng } from '#domain/zone/types';
import type { Program } from '#domain/program/types';
import { closed } from '#domain/promise/index';
import type { WindowKind } from '#domain/promise/types';
import type { UseCaseContext } from '../context';
import { newPromiseId } from '../newIds';
import { Refusal } from '../refusal';
import { minuteMs } from '#domain/time';

export interface Hold {
  customerId: string;
  program: Program;
  item: OfferedItem;
  place: LatLng;
  kind: WindowKind;
  windows: Windows;
}

/** A promise that is held, with what its customer is told of it. */
export interface HeldPromise {
  promise: NewPromise;
  currency: string;
  stationTitle: string;
}

/** Enough for every cart that somebody has open; without a limit, one customer could close a zone for all others. */
const mostHolds = 5;

/** Takes a place of the window and stores the promise, in the transaction of `context.db`. @throws Refusal */
export async function holdPromise({ db, now }: UseCaseContext, hold: Hold): Promise<HeldPromise> {
  const { customerId, program, item, place, kind, windows } = hold;
  const { zone } = windows;
  const window = windowOf(windows, kind);
  if ('reason' in window) throw closedRefusal(window);
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
  if (!promise) throw closedRefusal(closed(kind, 'full', zone));
  return { promise, currency: program.currency, stationTitle: window.stationTitle };
}

async function requireRoom(db: Queryable, customerId: string, nowMs: number): Promise<void> {
  if ((await countHolds(db, customerId, nowMs)) < mostHolds) return;
  throw new Refusal(
    'TooManyHolds',
    `${mostHolds} windows are held already; order one, or wait until its hold runs out`,
  );
}
