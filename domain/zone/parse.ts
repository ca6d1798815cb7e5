import { ConfigFileError, parseConfigFile } from '../configFile/parse';
import { zoneSchema } from './schema';
import type { Zone } from './types';

export class ZoneFileError extends ConfigFileError {
  override readonly name = 'ZoneFileError';
}

/**
 * The zone that a YAML text describes. `file` is its name (`zones/leeds.yaml`), used in messages and compared with the
 * zone's id. Throws a ZoneFileError that lists everything that is wrong.
 */
export function parseZone(text: string, file: string): Zone {
  const { value, problems } = parseConfigFile(zoneSchema, text, file, 'a zone');
  if (value === undefined) throw new ZoneFileError(problems);
  return value;
}

/** A station is known by its ID alone (stock, shipments), so no two zones may have one of the same. */
export function stationsTwice(zones: readonly Zone[]): string[] {
  const zoneOfStation = new Map<string, string>();
  return zones.flatMap((zone) =>
    zone.stations.flatMap(({ id }, index) => {
      const first = zoneOfStation.get(id);
      zoneOfStation.set(id, first ?? zone.id);
      if (first === undefined || first === zone.id) return [];
      return [`${zone.id}.yaml: stations[${index}].id: "${id}" is a station of ${first}.yaml`];
    }),
  );
}
