import type { MeasurementRange, SizeChart, SizingRules } from '../program/types';
import type { Measurements } from './types';

export const chartMeasures = [
  'heightCm',
  'weightKg',
  'bustBandCm',
  'footLengthCm',
] as const satisfies (keyof SizeChart)[];
/** Beyond its ends a chart is carried on, up to so many sizes: from there on nothing of the program fits. */
const mostBeyond = 1.5;

/** Where a size chart puts a customer, as positions that may lie between two sizes or beyond them all. */
export interface ChartPlace {
  /** The mean of all measurements. */
  position: number;
  /** What the single ones point to. */
  lowest: number;
  highest: number;
}

/** Null when the program's size chart says nothing of what is known of the customer. */
export function chartPlace({ sizes }: SizingRules, measurements: Measurements): ChartPlace | null {
  const positions = chartMeasures.flatMap((measure) => {
    const value = measurements[measure];
    if (typeof value !== 'number') return [];
    const ranges = sizes.map((size) => size[measure]);
    const position = positionOf(value, ranges);
    return position === null ? [] : [position];
  });
  if (positions.length === 0) return null;
  const position = positions.reduce((sum, each) => sum + each, 0) / positions.length;
  return { position, lowest: Math.min(...positions), highest: Math.max(...positions) };
}

/**
 * The middle of the sizes whose range has the value, else the one whose range is nearest; beyond all ranges, as many sizes
 * away as the outermost range would fit in between. Null without any range.
 */
function positionOf(value: number, ranges: (MeasurementRange | undefined)[]): number | null {
  let nearest = Infinity;
  let positions: number[] = [];
  ranges.forEach((range, position) => {
    if (!range) return;
    const distance = Math.max(0, range.min - value, value - range.max);
    if (distance > nearest) return;
    positions = distance < nearest ? [position] : [...positions, position];
    nearest = distance;
  });
  const at = positions.reduce((sum, each) => sum + each, 0) / positions.length;
  if (positions.length !== 1 || nearest === 0) return positions.length === 0 ? null : at;
  const known = ranges.filter((range) => range !== undefined);
  const { min, max } = ranges[positions[0]!]!;
  const beyond = Math.min(mostBeyond, nearest / Math.max(1, max - min));
  if (known.every((range) => value > range.max)) return at + beyond;
  return known.every((range) => value < range.min) ? at - beyond : at;
}
