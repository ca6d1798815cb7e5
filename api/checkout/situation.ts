import { readStationStock } from '../../db/queries/stationStock';
import { readWindows, releaseExpiredHolds } from '../../db/queries/zoneCapacity';
import { listZones } from '../../db/queries/zones';
import type { LatLng, Zone } from '../../domain/geography/types';
import { zoneOf } from '../../domain/geography/zoneOf';
import type { Program } from '../../domain/program/types';
import { candidateOf, closed, couriersCounted, unitsCounted, windowCapacity } from '../../domain/promise';
import { type Candidate, type Closed, type WindowKind, windowKinds } from '../../domain/promise/types';
import { PartnerFault, type Reading } from '../../facade/ports';
import type { ApiContext } from '../context';

/** A window that can be promised now: how many places it has, and whether one of them is free. */
export interface OpenWindow extends Candidate {
  capacity: number;
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

interface Wanted {
  program: Program;
  sku: string;
  place: LatLng | null;
}

/**
 * Which windows could be promised for an item at a place, and why the others could not. Partners are asked through
 * the facade's cache; what they do not say is taken from our own records.
 */
export async function windowsFor(context: ApiContext, { program, sku, place }: Wanted): Promise<Windows> {
  if (place === null) return nowhere('noLocation', 'the address says no location; send one to see one-hour delivery');
  const zones = await listZones(context.db);
  // Fees are in the zone's currency and prices in the program's: one order has one currency.
  const zone = zoneOf(
    zones.filter(({ currency }) => currency === program.currency),
    place,
  );
  if (!zone) return nowhere('outsideZone', `one-hour delivery of ${program.title} does not go there`);

  const nowMs = context.now();
  const [stock, partnerCouriers] = await Promise.all([
    unitsAt(context, zone, program.id, sku),
    heard(() => context.facadeReads.transportation.capacity(zone.id)),
    releaseExpiredHolds(context.db, nowMs),
  ]);
  const candidates = windowKinds.map((kind) => candidateOf({ zone, place, nowMs, available: stock.units }, kind));
  const partner = partnerCouriers?.value.couriersOnShift ?? null;
  return {
    zone,
    windows: await withCapacity(context, zone, candidates, partner, nowMs),
    basedOn: { stock: stock.source, couriers: sourceOf(partnerCouriers) },
  };
}

function nowhere(reason: 'noLocation' | 'outsideZone', explanation: string): Windows {
  return { zone: null, windows: windowKinds.map((kind) => ({ kind, reason, explanation })), basedOn: null };
}

async function unitsAt({ db, facadeReads }: ApiContext, zone: Zone, programId: string, sku: string) {
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
  { db }: ApiContext,
  zone: Zone,
  candidates: (Candidate | Closed)[],
  partnerCouriers: number | null,
  nowMs: number,
): Promise<(OpenWindow | Closed)[]> {
  const starts = candidates.flatMap((each) => ('reason' in each ? [] : [each.windowStartsAtMs]));
  // Couriers live in wall time, which is the business time of orders.
  const heardSinceMs = nowMs - zone.couriers.silentSeconds * 1_000;
  const reads = await readWindows(db, zone.id, starts, heardSinceMs);
  return candidates.map((candidate) => {
    if ('reason' in candidate) return candidate;
    const { taken, couriers } = reads.get(candidate.windowStartsAtMs) ?? { taken: 0, couriers: null };
    const capacity = windowCapacity(couriersCounted(couriers, partnerCouriers), zone.promise);
    return taken < capacity ? { ...candidate, capacity } : closed(candidate.kind, 'full', zone);
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
