import { z } from 'zod';
import { foldedWords } from '../search/fold';
import { searchDefaults } from '../search/rules';
import type { SearchRules } from '../search/types';
import { isAscending, isUnique } from './rules';

const phrase = z
  .string()
  .trim()
  .min(1, 'must not be empty')
  .max(60)
  .refine((text) => foldedWords(text).length > 0, 'must hold a word')
  .refine((text) => foldedWords(text).length <= 4, 'must be at most four words');

const synonyms = z
  .array(phrase)
  .min(2, 'must hold at least two words or phrases')
  .max(20)
  .refine((group) => isUnique(group.map((each) => foldedWords(each).join(' '))), 'must not name one twice');

/** The section `search` of a program. */
export const searchRules = z.strictObject({
  synonyms: z
    .array(synonyms)
    .max(500)
    .optional()
    .meta({ description: 'Groups of words or phrases that mean the same: each finds the others', absent: 'none' }),
  ignoredWords: z
    .array(phrase.refine((text) => foldedWords(text).length === 1, 'must be one word'))
    .max(200)
    .refine((words) => isUnique(words.map((word) => foldedWords(word).join(' '))), 'must not name one twice')
    .optional()
    .meta({ description: 'Words that an item need not have, though they were asked for', absent: 'none' }),
  priceBandsCents: z
    .array(z.int('must be a whole number of minor units').min(1).max(100_000_000))
    .min(1, 'must hold at least one price')
    .max(12)
    .refine((prices) => isUnique(prices.map(String)) && isAscending(prices), 'must be ascending')
    .optional()
    .meta({
      description: 'Upper ends of the price bands that are offered as filters; the last band is open',
      unit: 'minor units, ascending',
      absent: searchDefaults.priceBandsCents,
      example: [1_000, 2_500, 5_000],
    }),
  ageYears: z
    .array(z.int().min(0).max(120))
    .min(1, 'must hold at least one age')
    .max(30)
    .refine((ages) => isUnique(ages.map(String)) && isAscending(ages), 'must be ascending')
    .optional()
    .meta({
      description: 'Ages that are offered as filters',
      unit: 'years, ascending',
      absent: searchDefaults.ageYears,
      example: [3, 6, 9, 12],
    }),
}) satisfies z.ZodType<Partial<SearchRules>>;
