import { z } from 'zod';
import { foldedWords } from '../search/fold';
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
  synonyms: z.array(synonyms).max(500).optional(),
  ignoredWords: z
    .array(phrase.refine((text) => foldedWords(text).length === 1, 'must be one word'))
    .max(200)
    .refine((words) => isUnique(words.map((word) => foldedWords(word).join(' '))), 'must not name one twice')
    .optional(),
  priceBandsCents: z
    .array(z.int('must be a whole number of minor units').min(1).max(100_000_000))
    .min(1, 'must hold at least one price')
    .max(12)
    .refine((prices) => isUnique(prices.map(String)) && isAscending(prices), 'must be ascending')
    .optional(),
  ageYears: z
    .array(z.int().min(0).max(120))
    .min(1, 'must hold at least one age')
    .max(30)
    .refine((ages) => isUnique(ages.map(String)) && isAscending(ages), 'must be ascending')
    .optional(),
}) satisfies z.ZodType<Partial<SearchRules>>;
