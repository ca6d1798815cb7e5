import { z } from 'zod';
import { id, isUnique, title, uniqueIds } from './rules';

const words = z.array(z.string().trim().min(1, 'must not be empty')).max(200);
const ageYears = z.number().min(0).max(120);
export const weight = z.number().min(0, 'must not be negative').max(100);
const column = z.string().min(1, "must be a column's name");

/** At most this many interests, since an item's interests are the bits of one 32-bit number. */
const mostInterests = 32;

export const selectionRules = z.strictObject({
  categories: z.strictObject({
    include: words.min(1, 'must name at least one category'),
    exclude: words,
  }),
  excludeTitles: words.optional(),
  ages: z
    .strictObject({ min: ageYears, max: ageYears })
    .refine(({ min, max }) => min <= max, { path: ['min'], message: 'must not be more than max' })
    .optional(),
  interests: z
    .array(z.strictObject({ id, title, match: words.min(1, 'must hold at least one word') }))
    .max(mostInterests)
    .superRefine(uniqueIds),
  ratingPrior: z.strictObject({
    reviews: z.number().min(0).max(10_000),
    stars: z.number().min(0, 'must be 0 to 5 stars').max(5, 'must be 0 to 5 stars'),
  }),
  weights: z
    .strictObject({
      rating: weight,
      awards: weight,
      preference: weight,
      novelty: weight,
      age: weight.optional(),
      learned: weight.optional(),
    })
    .refine((weights) => Object.values(weights).some((each) => each > 0), 'must not all be 0'),
});

const columns = z
  .strictObject({
    sku: column,
    title: column,
    category: column,
    brand: column.optional(),
    price: column,
    stock: column.optional(),
    reviewCount: column.optional(),
    rating: column.optional(),
    awards: column.optional(),
    ageMin: column.optional(),
    ageMax: column.optional(),
    style: column.optional(),
    size: column.optional(),
  })
  .refine((names) => isUnique(Object.values(names)), 'must not map a column of the file twice');

export const catalogMapping = z
  .strictObject({
    categorySeparator: z.string().min(1).max(5),
    columns,
    defaultStock: z.int().min(0).max(1_000_000).optional(),
  })
  .refine((mapping) => mapping.columns.stock !== undefined || mapping.defaultStock !== undefined, {
    path: ['defaultStock'],
    message: 'must be given when no stock column is mapped: every row would be refused',
  });
