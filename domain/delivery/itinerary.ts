import { travelMs } from '../zone/distance';
import type { LatLng } from '../zone/types';
import type { DeliveryPhase } from './types';
import { minuteMs } from '../time';

/** Time at a station's counter and at a customer's door, ms: what a courier needs to lock up, ring, and hand over. */
export const serviceTimes = { pickupMs: 2 * minuteMs, dropoffMs: 2 * minuteMs } as const;

/** A delivery that a courier has accepted, in the order in which they go through them. */
export interface CarriedDelivery {
  id: string;
  /** Deliveries of one offer are picked up together. */
  offerId: string;
  phase: Extract<DeliveryPhase, 'accepted' | 'onTheWay' | 'returning'>;
  station: LatLng;
  destination: LatLng;
  readyAtMs: number;
}

export interface Itinerary {
  /** When each drop-off is expected, ms since the epoch; a delivery that goes back to its station has none. */
  arrivals: { id: string; atMs: number }[];
  /** When and where the courier is free again; null: their place is not known, and nothing they carry says it. */
  freeAtMs: number;
  freePlace: LatLng | null;
}

interface Walk {
  place: LatLng | null;
  atMs: number;
}

/**
 * What a courier still has to do, gone through stop by stop: first the drop-offs of what is in hand, then each bundle
 * from its station, last what goes back. A pickup waits until the whole bundle is ready.
 */
export function itineraryOf(
  from: LatLng | null,
  nowMs: number,
  carried: readonly CarriedDelivery[],
  metersPerMinute: number,
): Itinerary {
  const arrivals: Itinerary['arrivals'] = [];
  const walk: Walk = { place: from, atMs: nowMs };
  const goTo = (place: LatLng): void => {
    if (walk.place) walk.atMs += travelMs(walk.place, place, metersPerMinute);
    walk.place = place;
  };
  const dropOff = ({ id, destination }: CarriedDelivery): void => {
    goTo(destination);
    walk.atMs += serviceTimes.dropoffMs / 2; // the parcel changes hands halfway through the stop
    arrivals.push({ id, atMs: Math.round(walk.atMs) });
    walk.atMs += serviceTimes.dropoffMs / 2;
  };
  const inPhase = (phase: CarriedDelivery['phase']) => carried.filter((delivery) => delivery.phase === phase);

  for (const delivery of inPhase('onTheWay')) dropOff(delivery);
  for (const bundle of bundlesOf(inPhase('accepted'))) {
    goTo(bundle.station);
    walk.atMs = Math.max(walk.atMs, ...bundle.deliveries.map(({ readyAtMs }) => readyAtMs)) + serviceTimes.pickupMs;
    for (const delivery of bundle.deliveries) dropOff(delivery);
  }
  for (const { station } of inPhase('returning')) goTo(station);
  return { arrivals, freeAtMs: Math.round(walk.atMs), freePlace: walk.place };
}

function bundlesOf(deliveries: CarriedDelivery[]): { station: LatLng; deliveries: CarriedDelivery[] }[] {
  const bundles = new Map<string, { station: LatLng; deliveries: CarriedDelivery[] }>();
  for (const delivery of deliveries) {
    const bundle = bundles.get(delivery.offerId);
    if (bundle) bundle.deliveries.push(delivery);
    else bundles.set(delivery.offerId, { station: delivery.station, deliveries: [delivery] });
  }
  return [...bundles.values()];
}
