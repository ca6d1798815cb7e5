import type { LatLng, Zone } from '../zone/types';

export const windowKinds = ['oneHour', 'twoHour'] as const;
export type WindowKind = (typeof windowKinds)[number];

/** Why a window is not offered. */
export const closedReasons = [
  'noLocation', // nobody has said where the address is
  'outsideZone', // no zone of one-hour delivery serves the place
  'noStock', // no station of the zone has a unit
  'stationClosed', // those that have one are closed, or close before a handoff
  'tooFar', // from those that are open, no courier would be there in time
  'full', // the couriers on shift have their hands full then
] as const;
export type ClosedReason = (typeof closedReasons)[number];

/** A station and the instants of a window that could be promised from it, if there is capacity. */
export interface Candidate {
  kind: WindowKind;
  stationId: string;
  stationTitle: string;
  feeCents: number;
  /** Business time, ms: when the delivery is due, and the quarter-hour whose capacity it takes. */
  dueAtMs: number;
  windowStartsAtMs: number;
}

export interface Closed {
  kind: WindowKind;
  reason: ClosedReason;
  /** In words for the customer. */
  explanation: string;
  /** Of `stationClosed`: the business instant (ms) from which on a station would be open long enough. */
  opensAtMs?: number;
}

/** What is known of a zone at one moment. */
export interface Situation {
  zone: Zone;
  place: LatLng;
  /** Business time, ms. */
  nowMs: number;
  /** Units of the item that an order could take, by station; a station that is not in it has none. */
  available: ReadonlyMap<string, number>;
  /** How long after `nowMs` the order may come at the latest: the hold, or 0 where there is nobody to wait for. */
  holdMinutes: number;
}

/**
 * A courier for the box of a cycle, as the customer asked for it and accepted its fee, before the cutoff. Of a day that
 * lies ahead nobody knows stock and couriers, so it becomes a promise only when its time has come.
 */
export interface CourierWish {
  kind: WindowKind;
  /** The zone that served the address. */
  zoneId: string;
  feeCents: number;
  /** The local time (HH:mm) that the customer asked for; null: as soon as the box is ready and a station is open. */
  from: string | null;
  /** Business time, ms, at which the courier is asked for. */
  fromAtMs: number;
}
