import type { Queryable } from '#db/pool';
import { readStationStock } from '#db/catalog/stationStock';
import { readWindows, releaseExpiredHolds } from '#db/deliveries/zoneCapacity';
import type { LatLng, Zone } from '#domain/zone/types';
import type { Program } from '#domain/program/types';
import { candidateOf, closed, couriersCounted, hasPlace, quartersAround, unitsCounted } from '#domain/promise/index';
import { type Candidate, type Closed, type WindowKind, windowKinds } from '#domain/promise/types';
import { type Facade, PartnerFault, type Reading } from '#facade/ports/index';
import { nowhere, servingZone } from './zone';

/** Where numbers come from: our records, and what partners say through the facade's cache. */
export interface Sources {
  db: Queryable;
  facadeReads: Pick<Facade, 'inventory' | 'transportation'>;
}

/** A window that can be promised now. */
export interface OpenWindow extends Candidate {
  /** Who could deliver in its quarter-hour, and in those beside it: what its place is taken against. */
  couriers: number[];
}

/** Where a number came from, and how old it is: `own` is our record, which stands in when the partner says nothing. */
export interface Source {
  source: Reading<unknown>['source'] | 'own';
  ageMs: number;
}

export interface Windows {
  zone: Zone | null;
  windows: (OpenWindow | Closed)[];
  /** What the answer was computed from; null where no zone had to be looked at. */
  basedOn: { stock: Source; couriers: Source } | null;
}

interface WindowsRequest {
  program: Program;
  sku: string;
  place: LatLng | null;
  /** Wall time, ms, which couriers and stations live in. */
  nowMs: number;
  /** How long the promise is held before the order; 0: it is ordered at once. Undefined: as the zone says. */
  holdMinutes?: number;
}

/**
 * Which windows could be promised for an item at a place, and why the others could not. Partners are asked through
 * the facade's cache; what they do not say is taken from our own records. Run it outside the transaction that takes
 * a place: see `releaseExpiredHolds`.
 */
export async function windowsFor(
  sources: Sources,
  { program, sku, place, nowMs, holdMinutes }: WindowsRequest,
): Promise<Windows> {
  const zone = await servingZone(sources.db, program, place);
  if (!zone || !place) {
    return { zone: null, windows: windowKinds.map((kind) => nowhere(kind, program, place)), basedOn: null };
  }
  const [stock, partnerCouriers] = await Promise.all([
    unitsAt(sources, zone, program.id, sku),
    heard(() => sources.facadeReads.transportation.capacity(zone.id)),
    releaseExpiredHolds(sources.db, nowMs),
  ]);
  const situation = {
    zone,
    place,
    nowMs,
    available: stock.units,
    holdMinutes: holdMinutes ?? zone.promise.holdMinutes,
  };
  const candidates = windowKinds.map((kind) => candidateOf(situation, kind));
  const partner = partnerCouriers?.value.couriersOnShift ?? null;
  return {
    zone,
    windows: await withCapacity(sources, zone, candidates, partner, nowMs),
    basedOn: { stock: stock.source, couriers: sourceOf(partnerCouriers) },
  };
}

async function unitsAt({ db, facadeReads }: Sources, zone: Zone, programId: string, sku: string) {
  const stationIds = zone.stations.map(({ id }) => id);
  const [own, partner] = await Promise.all([
    readStationStock(db, stationIds, programId, sku),
    heard(() => facadeReads.inventory.stationStock(stationIds, sku)),
  ]);
  const counts = new Map((partner?.value ?? []).map(({ stationId, available }) => [stationId, available]));
  return { units: unitsCounted(own, counts), source: sourceOf(partner) };
}

/** Closes the candidates whose quarter-hour is full. */
async function withCapacity(
  { db }: Sources,
  zone: Zone,
  candidates: (Candidate | Closed)[],
  partnerCouriers: number | null,
  nowMs: number,
): Promise<(OpenWindow | Closed)[]> {
  const starts = candidates.flatMap((each) => ('reason' in each ? [] : quartersAround(each.windowStartsAtMs)));
  // Couriers live in wall time, which is the business time of orders.
  const heardSinceMs = nowMs - zone.couriers.silentSeconds * 1_000;
  const reads = await readWindows(db, zone.id, [...new Set(starts)], heardSinceMs);
  const quarterAt = (startsAtMs: number) => {
    const { taken, couriers } = reads.get(startsAtMs) ?? { taken: 0, couriers: null };
    return { taken, couriers: couriersCounted(couriers, partnerCouriers) };
  };
  return candidates.map((candidate) => {
    if ('reason' in candidate) return candidate;
    const { kind, windowStartsAtMs } = candidate;
    const quarters = quartersAround(windowStartsAtMs).map(quarterAt);
    if (hasPlace(quarters, zone.promise)) return { ...candidate, couriers: quarters.map(({ couriers }) => couriers) };
    return closed(kind, quarterAt(windowStartsAtMs).couriers === 0 ? 'nobody' : 'full', zone);
  });
}

/** A partner that gives no answer, and whose last one is too old, leaves us with our own records. */
async function heard<T>(read: () => Promise<Reading<T>>): Promise<Reading<T> | null> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof PartnerFault) return null;
    throw error;
  }
}

const sourceOf = (reading: Reading<unknown> | null): Source =>
  reading ? { source: reading.source, ageMs: Math.round(reading.ageMs) } : { source: 'own', ageMs: 0 };

export function windowOf({ windows }: Windows, kind: WindowKind): OpenWindow | Closed {
  const found = windows.find((each) => each.kind === kind);
  if (!found) throw new Error(`no window of kind ${kind} was computed`);
  return found;
}
