import { getHexagonEdgeLengthAvg, UNITS } from 'h3-js';
import { distanceMeters } from '../zone/distance';
import type { LatLng, Zone } from '../zone/types';
import { allowed, type DeliveryVerdict, refused } from './refusals';
import { hourMs, minuteMs } from '../time';

/** Clocks of phones go wrong by seconds; a minute is more than that. */
const futureToleranceMs = minuteMs;
/** Couriers may come from outside, from as far as they would for a shift. */
const beyondZoneMeters = 50_000;
/** 200 km/h: no courier is faster, and a place on another continent always is. */
const fastestMetersPerMs = 200_000 / hourMs;
/** Two fixes of one place may differ by this much at the same instant. */
const fixErrorMeters = 100;
/** A place older than this says nothing about where the courier is now. */
const freshMs = 2 * minuteMs;
/** Longest that a phone keeps a place back, without a signal; what is older says nothing of where a courier is. */
const keptBackMs = hourMs;
/** How near the door a drop-off must be, when it is known where the courier is. */
const doorstepMeters = 500;

export interface KnownPlace {
  place: LatLng;
  /** When the courier was there, by the courier's phone; ms since the epoch. */
  atMs: number;
}

/** Can a courier of this zone be at `reported`? `known` is the latest place that was believed. */
export function plausibleLocation(
  reported: KnownPlace,
  known: KnownPlace | null,
  zone: Pick<Zone, 'cells'>,
  nowMs: number,
): DeliveryVerdict {
  if (reported.atMs > nowMs + futureToleranceMs) {
    return refused('ImplausibleLocation', 'at: the location is from the future', { rule: 'future' });
  }
  const fromCenter = distanceMeters(zone.cells.center, reported.place);
  if (fromCenter > zoneRadiusMeters(zone) + beyondZoneMeters) {
    const kilometers = Math.round(fromCenter / 1_000);
    return refused('ImplausibleLocation', `the place is ${kilometers} km from the zone`, { rule: 'tooFar' });
  }
  if (!known || reported.atMs <= known.atMs) return allowed;
  const reachMeters = (reported.atMs - known.atMs) * fastestMetersPerMs + fixErrorMeters;
  if (distanceMeters(known.place, reported.place) > reachMeters) {
    return refused('ImplausibleLocation', 'nobody gets there that fast from the place before', { rule: 'tooFast' });
  }
  return allowed;
}

/** Is a reported place the newest that is known, and new enough to say where the courier is? */
export const isNews = (reported: KnownPlace, known: KnownPlace | null, nowMs: number): boolean =>
  reported.atMs >= nowMs - keptBackMs && (!known || reported.atMs > known.atMs);

/** May it be dropped off from there? Only a fresh place can say no. */
export function nearEnough(known: KnownPlace | null, destination: LatLng, nowMs: number): DeliveryVerdict {
  if (!known || nowMs - known.atMs > freshMs) return allowed;
  const meters = Math.round(distanceMeters(known.place, destination));
  if (meters <= doorstepMeters) return allowed;
  return refused('TooFarAway', `you are ${meters} m from the address; at most ${doorstepMeters} m`, { meters });
}

/** From the zone's centre to its outermost cell and across it: centres of neighbours are √3 edges apart. */
export function zoneRadiusMeters({ cells }: Pick<Zone, 'cells'>): number {
  return (cells.rings + 1) * Math.sqrt(3) * getHexagonEdgeLengthAvg(cells.resolution, UNITS.m);
}
