import { z } from 'zod';
import { defaultAgeWeight } from '../selection/age';
import { defaultLearnedWeight } from '../selection/learned/names';
import { id, isUnique, title, uniqueIds } from './rules';

const words = z.array(z.string().trim().min(1, 'must not be empty')).max(200);
const ageYears = z.number().min(0).max(120);
export const weight = z.number().min(0, 'must not be negative').max(100);
const column = z.string().min(1, "must be a column's name");

/** At most this many interests, since an item's interests are the bits of one 32-bit number. */
const mostInterests = 32;

export const selectionRules = z.strictObject({
  categories: z
    .strictObject({
      include: words
        .min(1, 'must name at least one category')
        .meta({ description: 'Items of these categories are the program’s' }),
      exclude: words.meta({ description: 'Unless they are of one of these, too' }),
    })
    .meta({ description: 'Which items of the catalog are the program’s, by words of their category path' }),
  excludeTitles: words.optional().meta({
    description: 'Items whose title has one of these words or phrases are not the program’s',
    absent: 'none',
    example: ['gift card'],
  }),
  ages: z
    .strictObject({
      min: ageYears.meta({ description: 'From', unit: 'years' }),
      max: ageYears.meta({ description: 'To', unit: 'years' }),
    })
    .refine(({ min, max }) => min <= max, { path: ['min'], message: 'must not be more than max' })
    .optional()
    .meta({
      description: 'Ages that the program is for; items that state other ages are not sent',
      unit: 'years',
      absent: 'any age',
    }),
  interests: z
    .array(
      z.strictObject({
        id: id.meta({ description: 'Of the interest, in preferences' }),
        title: title.meta({ description: 'As customers read it' }),
        match: words
          .min(1, 'must hold at least one word')
          .meta({ description: 'An item has the interest when its category path or title has one of these words' }),
      }),
    )
    .max(mostInterests)
    .superRefine(uniqueIds)
    .meta({ description: 'What a customer may like or dislike' }),
  ratingPrior: z
    .strictObject({
      reviews: z
        .number()
        .min(0)
        .max(10_000)
        .meta({ description: 'Imagined reviews that every item begins with', unit: 'reviews' }),
      stars: z
        .number()
        .min(0, 'must be 0 to 5 stars')
        .max(5, 'must be 0 to 5 stars')
        .meta({ description: 'What they say', unit: 'stars' }),
    })
    .meta({ description: 'What the ratings of an item shrink to, so that one review is no proof' }),
  weights: z
    .strictObject({
      rating: weight.meta({ description: 'Of what reviewers say' }),
      awards: weight.meta({ description: 'Of awards' }),
      preference: weight.meta({ description: 'Of what the customer likes and dislikes' }),
      novelty: weight.meta({ description: 'Of being another kind than before' }),
      age: weight
        .optional()
        .meta({ description: 'The most that an age range made for this age adds', absent: defaultAgeWeight }),
      learned: weight.optional().meta({
        description: 'The most that what was learned from customers sets two items apart; 0: learn nothing',
        absent: defaultLearnedWeight,
        example: 1,
      }),
    })
    .refine((weights) => Object.values(weights).some((each) => each > 0), 'must not all be 0')
    .meta({ description: 'How much each reason counts against the others; not all 0' }),
});

const columns = z
  .strictObject({
    sku: column.meta({ description: 'The item’s ID at the merchant', unit: 'column of the file' }),
    title: column.meta({ description: 'Its title', unit: 'column of the file' }),
    category: column.meta({ description: 'Its category path', unit: 'column of the file' }),
    brand: column.optional().meta({ description: 'Its brand', unit: 'column of the file', absent: 'no brand' }),
    price: column.meta({ description: 'Its list price, in major units (`9.60`)', unit: 'column of the file' }),
    stock: column
      .optional()
      .meta({ description: 'Units in stock', unit: 'column of the file', absent: '`defaultStock` for all' }),
    reviewCount: column
      .optional()
      .meta({ description: 'How many reviews it has', unit: 'column of the file', absent: 'no reviews' }),
    rating: column
      .optional()
      .meta({ description: 'Their mean, in stars', unit: 'column of the file', absent: 'no reviews' }),
    awards: column.optional().meta({ description: 'Its awards', unit: 'column of the file', absent: 'none' }),
    ageMin: column
      .optional()
      .meta({ description: 'The lowest age in years that it is for', unit: 'column of the file', absent: 'any age' }),
    ageMax: column.optional().meta({ description: 'The highest', unit: 'column of the file', absent: 'any age' }),
    style: column.optional().meta({
      description: 'What the sizes of one thing have in common; with `sizing` only',
      unit: 'column of the file',
      absent: 'no sizes',
    }),
    size: column.optional().meta({
      description: 'Which of the program’s sizes it is; with `sizing` only',
      unit: 'column of the file',
      absent: 'no sizes',
    }),
  })
  .refine((names) => isUnique(Object.values(names)), 'must not map a column of the file twice');

export const catalogMapping = z
  .strictObject({
    categorySeparator: z.string().min(1).max(5).meta({ description: 'Between the parts of a category path' }),
    columns: columns.meta({ description: 'Which column of the file’s header holds what' }),
    defaultStock: z.int().min(0).max(1_000_000).optional().meta({
      description: 'Stock of a row whose stock cell is empty, or of all rows',
      unit: 'units',
      absent: 'such a row is refused',
    }),
  })
  .refine((mapping) => mapping.columns.stock !== undefined || mapping.defaultStock !== undefined, {
    path: ['defaultStock'],
    message: 'must be given when no stock column is mapped: every row would be refused',
  });
