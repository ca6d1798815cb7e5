import { readShelves } from '#db/catalog/stationCounts';
import type { Zone } from '#domain/zone/types';
import { SimulatorClient } from '#simulator/client';
import { importCounts } from '#usecases/stock/importCounts';
import { spreadStock } from '#usecases/stock/spreadStock';
import { findProgram, findZone, type Storage, withStorage } from '../storage';
import { importSummary, spreadSummary } from './summary';

export interface ImportFlags {
  zone: string;
  program?: string;
  report?: string;
  json?: boolean;
}

/** `everbox zone stock import` */
export async function importStock(file: string, flags: ImportFlags): Promise<void> {
  await withStorage(async (storage) => {
    const { db, reportPath } = storage;
    const zone = await findZone(db, flags.zone);
    const programId = flags.program === undefined ? null : (await findProgram(db, flags.program)).id;
    const options = { reportPath: flags.report ?? reportPath(`stock-${zone.id}`), programId };
    const summary = await importCounts(db, zone, file, options);
    await tellSimulator(storage, zone);
    process.stdout.write(flags.json ? `${JSON.stringify(summary)}\n` : importSummary(summary));
  });
}

export interface SpreadFlags {
  zone: string;
  program: string;
  units: number;
  top: number;
  json?: boolean;
}

/** `everbox zone stock spread` */
export async function spread(flags: SpreadFlags): Promise<void> {
  await withStorage(async (storage) => {
    const zone = await findZone(storage.db, flags.zone);
    const summary = await spreadStock(storage.db, zone, await findProgram(storage.db, flags.program), flags);
    await tellSimulator(storage, zone);
    process.stdout.write(flags.json ? `${JSON.stringify(summary)}\n` : spreadSummary(summary));
  });
}

/** Shelves per request, well below the simulator's limit of one megabyte. */
const shelvesPerRequest = 5_000;

/**
 * In the stack of this checkout the simulator plays the stations, and has numbers of its own for items that nobody told
 * it of; the lower number counts. Real stations know what they have.
 */
export async function tellSimulator({ db, stack }: Storage, { stations }: Zone): Promise<void> {
  if (!stack) return;
  const simulator = new SimulatorClient({ url: stack.simulatorUrl, apiKey: stack.secrets.partnerApiKey });
  const shelves = await readShelves(
    db,
    stations.map(({ id }) => id),
  );
  for (let from = 0; from < shelves.length; from += shelvesPerRequest) {
    await simulator.setStations(shelves.slice(from, from + shelvesPerRequest));
  }
}
