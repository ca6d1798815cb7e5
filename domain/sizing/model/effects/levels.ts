import type { GroupKey } from '../coding/groups';
import type { Level } from './newton';

/**
 * Columns of a shape, of which a level takes the first few: 1, the gap (size less ideal size), the size; their squares; the
 * day; then one per length variant beyond the first.
 */
export const shapeColumns = (variantsPerStep: number): number => 6 + variantsPerStep - 1;

/** Strengths that did best on inner holdouts of public clothes rentals; flat, so that nothing hangs on the digits. */
const ofStyle = -0.85;
const ofCustomer = -0.2;
const ofCategory = -0.3;

/** The levels of the mixed model, in the order in which they take turns: the widest groups explain first. */
export function levelsOf(variantsPerStep: number): { key: GroupKey; level: Level }[] {
  const variants = Array.from({ length: variantsPerStep - 1 }, () => 20);
  const level = (key: GroupKey, together: number, ridges: number[]): { key: GroupKey; level: Level } => ({
    key,
    level: { width: ridges.length, ridges: Float64Array.from(ridges), together },
  });
  return [
    level(
      'category',
      ofCategory,
      Array.from({ length: shapeColumns(variantsPerStep) }, () => 20),
    ),
    level('style', ofStyle, [0.4, 20, 6, 8, 12, 15, ...variants]),
    level('customer', ofCustomer, [1.5, 3, 10]),
    level('styleSize', ofStyle, [25]),
    level('customerCategory', ofCustomer, [25]),
    level('customerSize', ofCustomer, [3]),
    level('categorySize', ofCategory, [30]),
  ];
}
