import type { SelectionWeights } from '../program/types';
import type { CatalogItem } from './types';

/** Ages in years that an item states, both included; null: open on that side. */
export type AgeRange = Pick<CatalogItem, 'ageMinYears' | 'ageMaxYears'>;

/** When a program does not say: what is made for just this age is worth as much as two awards. */
export const defaultAgeWeight = 0.5;
/** A range that goes over so many birthdays says half as much as one of a single year. */
const halfYears = 4;
/** `8+` and `up to 4` are made for so many years more on the open side, though others may have them. */
const openYears = 3;

/** The most that age fit can add to a score. */
export const ageWeight = ({ age = defaultAgeWeight }: SelectionWeights): number => age;

export function admitsAge({ ageMinYears, ageMaxYears }: AgeRange, ageYears: number): boolean {
  return (ageMinYears ?? 0) <= ageYears && ageYears <= (ageMaxYears ?? Infinity);
}

/**
 * How much an age range is made for one age, 0 to 1: most for a single year, less the wider it is and the further from its
 * middle the age. Years are whole, so that `6 to 8` has a width of three of them, and none of its years is worth nothing:
 * `(1 - (distance / half width)^2) / (1 + birthdays / 4)`, Epanechnikov's kernel with a milder loss for width than that of
 * a density. 0 where no age is stated, or it admits another one only.
 */
export function ageFit(range: AgeRange, ageYears: number): number {
  const { ageMinYears, ageMaxYears } = range;
  if ((ageMinYears === null && ageMaxYears === null) || !admitsAge(range, ageYears)) return 0;
  const from = ageMinYears ?? Math.max(0, ageMaxYears! - openYears);
  const to = ageMaxYears ?? from + openYears;
  const distance = Math.abs(ageYears - (from + to) / 2);
  const halfWidth = (to - from + 1) / 2;
  return Math.max(0, 1 - (distance / halfWidth) ** 2) / (1 + (to - from) / halfYears);
}

/** A fit from here on is told: `6 to 12` at nine, and not at six. */
const worthTelling = 0.3;

/** What the range is made for, where that is so for this age. */
export function ageClause(range: AgeRange, ageYears: number | undefined): string | null {
  if (ageYears === undefined || ageFit(range, ageYears) < worthTelling) return null;
  return `it is made for ${wordsOf(range)}`;
}

function wordsOf({ ageMinYears, ageMaxYears }: AgeRange): string {
  if (ageMaxYears === null) return `ages from ${ageMinYears}`;
  if (ageMinYears === null) return `ages up to ${ageMaxYears}`;
  return ageMinYears === ageMaxYears ? `age ${ageMinYears}` : `ages ${ageMinYears} to ${ageMaxYears}`;
}
