import { issueToken } from '#api/http/auth/tokens';
import type { Database } from '#db/pool';
import { publishZone } from '#db/deliveries/zones';
import type { Zone } from '#domain/zone/types';
import type { SimulatorClient } from '#simulator/client';
import { waitUntilOnShift } from '../couriersOnShift';
import { minuteMs } from '#domain/time';

/** A stack whose partners are simulated. */
export interface PlayedStack {
  db: Database;
  simulator: SimulatorClient;
  apiUrl: string;
  jwtSecret: string;
}

export interface Played {
  /** Simulated couriers on shift in each zone. */
  couriers: number;
  /** How many times faster than real ones they are. */
  faster: number;
}

const tokenSeconds = 12 * 3_600;
/** A bicycle's, in metres a minute. */
const speedMetersPerMinute = 240;
/** Couriers log on one by one; a hundred of them need some seconds. */
const onShiftWithinMs = minuteMs;

/**
 * Opens the stations of these zones round the clock and sends simulated couriers, in the place of all others, so that one can
 * order within the hour now. Resolves once they are on shift. The hours hold until zones are published from their files
 * again: by `endPlay`, or at the next start.
 */
export async function playZones(stack: PlayedStack, zones: readonly Zone[], played: Played): Promise<void> {
  const { db, simulator, apiUrl } = stack;
  for (const zone of zones) await publishZone(db, openRoundTheClock(zone));
  // Left alone, the partner's count of couriers follows the hour; the lower number counts.
  await simulator.setZones(zones.map(({ id }) => ({ zoneId: id, couriersOnShift: played.couriers, openOffers: 0 })));
  const couriers = await Promise.all(zones.flatMap((zone) => couriersOf(stack, zone, played)));
  await simulator.setCouriers({ apiUrl, pollMs: 1_000, locateMs: 5_000, couriers });
  await waitUntilOnShift(simulator, AbortSignal.timeout(onShiftWithinMs));
}

/** Puts the hours of the files back, and sends the simulated couriers home. What is under way is not waited for. */
export async function endPlay({ db, simulator, apiUrl }: PlayedStack, filed: readonly Zone[]): Promise<void> {
  await simulator.setCouriers({ apiUrl, couriers: [] });
  for (const zone of filed) await publishZone(db, zone);
}

function openRoundTheClock(zone: Zone): Zone {
  return { ...zone, stations: zone.stations.map((station) => ({ ...station, openHour: 0, closeHour: 24 })) };
}

function couriersOf({ jwtSecret }: PlayedStack, { id: zoneId, stations, couriers }: Zone, played: Played) {
  const behaviour = { declines: 0, vanishes: 0, speedMetersPerMinute, acceptAfterMs: 500, timeScale: played.faster };
  return Array.from({ length: played.couriers }, async (_, index) => {
    const id = `play_${zoneId}_${index + 1}`;
    const token = await issueToken({ role: 'courier', subject: id, secret: jwtSecret, ttlSeconds: tokenSeconds });
    const station = stations[index % stations.length];
    if (!station) throw new Error(`zone ${zoneId} has no station`); // its schema says that it has
    return { id, token, zoneId, place: station.place, capacity: couriers.capacity, behaviour };
  });
}
