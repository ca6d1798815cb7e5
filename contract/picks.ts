import { z } from 'zod';
import { components } from './common';

const pick = z
  .strictObject({
    sku: z.string(),
    title: z.string(),
    priceCents: z.int().describe('List price'),
    score: z.number(),
    parts: z.record(z.string(), z.number()).describe('What the score is made of; the parts add up to it'),
    reason: z.string().describe('Why this item suits the customer, true of the parts'),
    size: z.string().optional().describe('Of an item that is worn: the one of its sizes that fits best'),
  })
  .register(components, { id: 'Pick' });

export const picks = z
  .strictObject({
    programId: z.string(),
    customerId: z.string(),
    modelVersion: z.int().nullable().describe('The model that counted; null: the rules of the program alone'),
    personalized: z.boolean().describe('False: nothing that the customer did counts'),
    items: z.array(pick).describe('Best first; empty when nothing suits'),
  })
  .register(components, { id: 'Picks' });
