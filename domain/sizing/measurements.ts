import type { Wearer } from './model/types';
import type { Measurements } from './types';

/** What a living person can measure, with room beyond the records: whatever is outside is a typing error or another unit. */
export const measurementBounds = {
  heightCm: { min: 50, max: 250 },
  weightKg: { min: 3, max: 350 },
  bustBandCm: { min: 40, max: 160 },
  footLengthCm: { min: 8, max: 40 },
  ageYears: { min: 0, max: 120 },
} as const;

/** As US brands letter them, smallest first. */
export const bustCups = ['aa', 'a', 'b', 'c', 'd', 'dd', 'ddd/e', 'f', 'g', 'h', 'i', 'j'] as const;
/** As customers of clothes shops describe themselves. */
export const bodyTypes = [
  'apple',
  'athletic',
  'full bust',
  'hourglass',
  'pear',
  'petite',
  'straight & narrow',
] as const;

/** Weight over height squared, in kg/m2: people live between about 8 and 100, children included. */
const bodyMassIndex = { min: 6, max: 120 };

/** Is there a person of this height and weight? Each may be possible while both together are not: metres for feet, pounds for kg. */
export function isPossiblePerson({ heightCm, weightKg }: Measurements): boolean {
  if (typeof heightCm !== 'number' || typeof weightKg !== 'number') return true;
  const index = weightKg / (heightCm / 100) ** 2;
  return index >= bodyMassIndex.min && index <= bodyMassIndex.max;
}

const cmPerInch = 2.54;

/** As the fit model takes them: it learned from US sizes of bust bands, in inches. */
export function wearerOf({ heightCm, weightKg, bustBandCm, bustCup, ageYears, bodyType }: Measurements): Wearer {
  return {
    heightCm: heightCm ?? null,
    weightKg: weightKg ?? null,
    bustBandInches: typeof bustBandCm === 'number' ? bustBandCm / cmPerInch : null,
    bustCup: bustCup ?? null,
    ageYears: ageYears ?? null,
    bodyType: bodyType ?? null,
  };
}

export const countMeasurements = (measurements: Measurements): number =>
  Object.values(measurements).filter((value) => value !== null && value !== undefined).length;
