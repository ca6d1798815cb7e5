import type { OfferedItem } from '../../db/queries/items';
import { countHolds, insertPromise, type NewPromise } from '../../db/queries/promises';
import { takePlace } from '../../db/queries/zoneCapacity';
import type { LatLng } from '../../domain/geography/types';
import type { Program } from '../../domain/program/types';
import { closed } from '../../domain/promise';
import type { Closed, ClosedReason, WindowKind } from '../../domain/promise/types';
import type { ApiContext } from '../context';
import { newPromiseId } from '../newIds';
import { Problem, type ProblemType } from '../problems';
import { promiseResource } from './resource';
import { windowOf, type Windows } from './situation';

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
  if ((await countHolds(db, customerId, now())) >= mostHolds) {
    throw new Problem(
      'TooManyHolds',
      `${mostHolds} windows are held already; order one, or wait until its hold runs out`,
    );
  }
  const key = { zoneId: zone.id, startsAtMs: window.windowStartsAtMs };
  if (!(await takePlace(db, key, window.capacity))) throw refusal(closed(kind, 'full', zone));
  const promise: NewPromise = {
    id: newPromiseId(),
    customerId,
    programId: program.id,
    sku: item.sku,
    zoneId: zone.id,
    stationId: window.stationId,
    place,
    kind,
    priceCents: item.priceCents,
    feeCents: window.feeCents,
    windowStartsAtMs: window.windowStartsAtMs,
    dueAtMs: window.dueAtMs,
    expiresAtMs: now() + zone.promise.holdMinutes * 60_000,
  };
  await insertPromise(db, promise);
  return promiseResource(promise, { currency: program.currency, stationTitle: window.stationTitle });
}

const problemOf: Record<ClosedReason, ProblemType> = {
  noLocation: 'OutsideZone',
  outsideZone: 'OutsideZone',
  noStock: 'OutOfStock',
  stationClosed: 'StationClosed',
  tooFar: 'TooFar',
  full: 'WindowFull',
};

const refusal = ({ reason, explanation }: Closed): Problem => new Problem(problemOf[reason], explanation);
