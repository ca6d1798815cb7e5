import { issueToken } from '#api/http/auth/tokens';
import type { Database } from '#db/pool';
import { firstItems, stockStations, withdrawZone } from '#dev/burstStage';
import { publishZone } from '#db/deliveries/zones';
import type { Zone } from '#domain/zone/types';
import type { SimulatorClient } from '#simulator/client';
import type { PublicProgram } from '../demo/contract';
import { randomOf } from '../demo/random';
import type { BurstOptions, BurstTarget } from './options';
import { burstZone, courierMetersPerMinute, someCorner, timeScale } from './zone';

/** Where a burst takes place. */
export interface BurstStage {
  zone: Zone;
  skus: string[];
  courierIds: string[];
  /** Puts everything back. What is still under way keeps its zone. */
  strike(): Promise<void>;
}

/** Items that are ordered: several, so that not all wait for one row of stock. */
const itemCount = 10;
const tokenSeconds = 6 * 3_600;
const packMs = 20_000;

/** A zone, stock at its stations, and couriers on shift. What fails half way is taken back. */
export async function setBurstStage(
  db: Database,
  simulator: SimulatorClient,
  target: BurstTarget,
  { id: programId, currency }: PublicProgram,
  options: BurstOptions,
): Promise<BurstStage> {
  const undo: (() => Promise<unknown>)[] = [];
  const strike = async (): Promise<void> => {
    const results = await Promise.allSettled(undo.splice(0).map((each) => each()));
    const failed = results.find((result) => result.status === 'rejected');
    if (failed) throw failed.reason;
  };
  try {
    const zone = burstZone(currency);
    undo.push(() => withdrawZone(db, zone.id));
    await publishZone(db, zone);
    const skus = await firstItems(db, programId, itemCount);
    if (skus.length === 0) throw new Error(`${programId} has no items: import a catalog first`);
    await stock(db, simulator, zone, programId, skus, options.orders);

    const before = await simulator.settings({});
    undo.push(() => simulator.settings({ packMs: before.packMs }));
    await simulator.settings({ packMs });
    await simulator.setZones([{ zoneId: zone.id, couriersOnShift: options.couriers, openOffers: 0 }]);
    undo.push(() => simulator.setCouriers({ apiUrl: target.apiUrl, couriers: [] }));
    return { zone, skus, courierIds: await sendCouriers(simulator, target, zone, options), strike };
  } catch (error) {
    await strike().catch(() => undefined); // the first failure is the one to tell of
    throw error;
  }
}

async function stock(
  db: Database,
  simulator: SimulatorClient,
  { stations }: Zone,
  programId: string,
  skus: string[],
  units: number,
): Promise<void> {
  const stationIds = stations.map(({ id }) => id);
  await stockStations(db, stationIds, programId, skus, units);
  await simulator.setStations(
    stationIds.flatMap((stationId) => skus.map((sku) => ({ stationId, sku, available: units }))),
  );
}

async function sendCouriers(simulator: SimulatorClient, target: BurstTarget, zone: Zone, options: BurstOptions) {
  const { declines, vanishes, seed } = options;
  // Another name at each run: what a courier of an earlier run was doing is not this one's.
  const run = Date.now().toString(36);
  const courierIds = Array.from({ length: options.couriers }, (_, index) => `burst_${run}_${index + 1}`);
  const couriers = await Promise.all(
    courierIds.map(async (id, index) => ({
      id,
      token: await issueToken({ role: 'courier', subject: id, secret: target.jwtSecret, ttlSeconds: tokenSeconds }),
      zoneId: zone.id,
      place: someCorner(zone, randomOf(seed, 'courier', index)),
      capacity: zone.couriers.capacity,
      behaviour: {
        declines,
        vanishes,
        speedMetersPerMinute: courierMetersPerMinute,
        acceptAfterMs: 1_000,
        timeScale,
      },
    })),
  );
  await simulator.setCouriers({ apiUrl: target.apiUrl, seed: `${seed}`, pollMs: 2_000, locateMs: 5_000, couriers });
  return courierIds;
}
