import type { MeasurementRange, SizeChart, SizingRules } from '../program/types';
import type { Measurements } from './types';

const measures = ['heightCm', 'weightKg', 'bustBandCm', 'footLengthCm'] as const satisfies (keyof SizeChart)[];

/**
 * Where the program's size chart puts a customer, as a position that may lie between two sizes; null when it says nothing of
 * what is known of them. Measurements that point to different sizes are averaged.
 */
export function chartPosition({ sizes }: SizingRules, measurements: Measurements): number | null {
  const positions = measures.flatMap((measure) => {
    const value = measurements[measure];
    if (typeof value !== 'number') return [];
    const ranges = sizes.map((size) => size[measure]);
    const position = positionOf(value, ranges);
    return position === null ? [] : [position];
  });
  return positions.length === 0 ? null : positions.reduce((sum, each) => sum + each, 0) / positions.length;
}

/** The middle of the sizes whose range has the value, else the one whose range is nearest; null without any range. */
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
  return positions.length === 0 ? null : positions.reduce((sum, each) => sum + each, 0) / positions.length;
}
