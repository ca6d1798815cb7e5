import { gridDisk, latLngToCell } from 'h3-js';
import { distanceMeters } from './distance';
import type { LatLng, Zone } from './types';

/** Cell sets by what they follow from: zones come from files, so there are few, and each is computed once. */
const cellSets = new Map<string, ReadonlySet<string>>();

/** The H3 cells that a zone serves. */
export function cellsOf({ center, resolution, rings }: Zone['cells']): ReadonlySet<string> {
  const key = `${center.lat},${center.lng},${resolution},${rings}`;
  const known = cellSets.get(key);
  if (known) return known;
  const cells = new Set(gridDisk(latLngToCell(center.lat, center.lng, resolution), rings));
  cellSets.set(key, cells);
  return cells;
}

export function isServed(cells: Zone['cells'], place: LatLng): boolean {
  return cellsOf(cells).has(latLngToCell(place.lat, place.lng, cells.resolution));
}

/** The zone that serves a place, or null when none does. Where zones overlap, it is the one whose centre is nearest. */
export function zoneOf(zones: readonly Zone[], place: LatLng): Zone | null {
  const fromCentre = (zone: Zone): number => distanceMeters(zone.cells.center, place);
  const [nearest] = zones
    .filter(({ cells }) => isServed(cells, place))
    .sort((a, b) => fromCentre(a) - fromCentre(b) || (a.id < b.id ? -1 : 1));
  return nearest ?? null;
}
