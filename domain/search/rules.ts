import type { Program } from '../program/types';
import type { SearchRules } from './types';

/** What is on a page unless told. */
export const defaultPageSize = 20;

/** What holds where a program says nothing. The prices are round ones that split a shop's range, in minor units. */
export const searchDefaults = {
  priceBandsCents: [500, 1_000, 2_000, 3_500, 5_000, 10_000],
  ageYears: [0, 1, 2, 3, 4, 5, 6, 8, 10, 12, 14, 18],
};

/** What a program says about its search, and what holds where it says nothing. */
export function searchRulesOf({ search = {}, sizing }: Pick<Program, 'search' | 'sizing'>): SearchRules {
  const sizes = sizing?.sizes ?? [];
  const usualSize = sizes[Math.floor((sizes.length - 1) / 2)]?.label ?? null;
  return { synonyms: [], ignoredWords: [], ...searchDefaults, usualSize, ...search };
}
