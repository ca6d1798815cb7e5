import { z } from 'zod';
import { isCountry, isCurrency } from './codes';
import { experiments, weightsLeft } from './experimentSchema';
import { limits } from './limitsSchema';
import { id, isUnique, title, uniqueIds, windowFitsCadence } from './rules';
import { searchRules } from './searchSchema';
import { billing, cycle, delivery, learning, plan, schedule, shipment } from './sections';
import { catalogMapping, selectionRules } from './selectionSchema';
import { sizesMapped, sizing } from './sizingSchema';
import { surveys } from './surveySchema';
import type { Program } from './types';

const region = z
  .string()
  .refine(
    (code) => code === '*' || isCountry(code),
    "must be an ISO 3166-1 alpha-2 country (GB), or '*' for the world",
  );

/** The border of a program's file: what gets past it is a `Program`. Keys that it does not know are refused. */
export const programSchema = z
  .strictObject({
    id: id.meta({ description: 'The file’s name without `.yaml`' }),
    title: title.meta({ description: 'As customers read it' }),
    description: z.string().trim().min(1, 'must not be empty').max(1_000).meta({ description: 'As customers read it' }),
    currency: z
      .string()
      .refine(isCurrency, 'must be an ISO 4217 currency (EUR)')
      .meta({ description: 'Of every amount of the program', unit: 'ISO 4217 code' }),
    regions: z
      .array(region)
      .min(1, 'must name at least one country')
      .refine(isUnique, 'must not name a country twice')
      .refine((codes) => !codes.includes('*') || codes.length === 1, "'*' is the whole world and stands alone")
      .meta({ description: 'Countries that it ships to; `*` is the whole world', unit: 'ISO 3166-1 alpha-2 codes' }),
    plans: z
      .array(plan)
      .min(1, 'must hold at least one plan')
      .max(50)
      .superRefine(uniqueIds)
      .meta({ description: 'What customers can sign up to' }),
    cycle: cycle.meta({ description: 'When boxes open, close and leave' }),
    billing: billing.meta({ description: 'What follows a declined charge' }),
    delivery: delivery.meta({ description: 'How boxes travel' }),
    shipment: shipment.meta({ description: 'What a shipment waits for' }),
    selection: selectionRules.meta({ description: 'What suits whom' }),
    catalog: catalogMapping.meta({ description: 'How a merchant’s CSV becomes items' }),
    schedule: schedule.meta({ description: 'How the opening of cycles is spread' }),
    returns: z
      .strictObject({
        instructions: z.string().trim().min(1, 'must not be empty').max(2_000).meta({
          description: 'What a customer who sends an item back is told to do',
          example: 'Put it in its box, and bring it to any post office.',
        }),
      })
      .optional()
      .meta({ description: 'How items come back', absent: 'they are told that somebody will write to them' }),
    surveys: surveys.optional().meta({ description: 'What customers are asked, and when', absent: 'nothing is asked' }),
    experiments: experiments
      .optional()
      .meta({ description: 'What is tried out on a part of the customers', absent: 'nothing is' }),
    learning: learning.optional().meta({ description: 'How the selection model is refreshed', absent: 'as below' }),
    sizing: sizing.optional().meta({ description: 'Sizes of what the program sends', absent: 'items have none' }),
    search: searchRules
      .optional()
      .meta({ description: 'What search knows of the program’s words and prices', absent: 'as below' }),
    limits: limits.optional().meta({ description: 'How much of the program one customer may use', absent: 'as below' }),
  })
  .superRefine(windowFitsCadence)
  .superRefine(weightsLeft)
  .superRefine(sizesMapped) satisfies z.ZodType<Program>;
