import { join } from 'node:path';
import type { Queryable } from '#db/pool';
import { publishZone } from '#db/deliveries/zones';
import { parseZone, stationsTwice, ZoneFileError } from '#domain/zone/parse';
import type { Zone } from '#domain/zone/types';
import { type ConfigKind, readConfigDirectory, readConfigFile, yamlFiles } from './configFiles';
import { repositoryRoot } from './paths';

const zoneKind: ConfigKind<Zone> = { parse: parseZone, FileError: ZoneFileError };

function zonesDirectory(): string {
  return join(repositoryRoot(), 'zones');
}

/** Paths of all zones' files, by name. */
export const zoneFiles = (): string[] => yamlFiles(zonesDirectory());

/**
 * Reads and checks every zone of a directory, by name. Throws a ZoneFileError that lists what is wrong in all of them,
 * and stations that two of them have.
 */
export function loadZones(directory = zonesDirectory()): Zone[] {
  const zones = readConfigDirectory(zoneKind, directory);
  const twice = stationsTwice(zones);
  if (twice.length > 0) throw new ZoneFileError(twice);
  return zones;
}

/** Reads and checks one zone's file. Throws a ZoneFileError, also when it cannot be read. */
export const readZoneFile = (path: string): Zone => readConfigFile(zoneKind, path);

/** Makes the given zones (by default those of `zones/`) the published ones; answers the IDs that changed. */
export async function publishZones(db: Queryable, zones: Zone[] = loadZones()): Promise<string[]> {
  const changed: string[] = [];
  for (const zone of zones) if (await publishZone(db, zone)) changed.push(zone.id);
  return changed;
}
