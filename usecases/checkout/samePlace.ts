import type { LatLng } from '#domain/zone/types';
import { distanceMeters } from '#domain/zone/distance';
import { samePlaceMeters } from '#domain/promise/index';
import { promiseMismatch } from './refusals';

/** A promise holds for its place: an address that goes with it lies there. @throws Refusal `PromiseMismatch` */
export function checkSamePlace(promised: LatLng, location: LatLng): void {
  if (distanceMeters(promised, location) <= samePlaceMeters) return;
  const message = `must be within ${samePlaceMeters} m of the place that was promised`;
  throw promiseMismatch('address.location', 'promised', message);
}
