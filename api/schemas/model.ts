import { z } from 'zod';
import { modelStates, refreshOutcomes } from '../../domain/selection/lifecycle';
import { components, instant } from './common';

export const model = z
  .strictObject({
    version: z.int(),
    state: z.enum(modelStates),
    parentVersion: z.int().nullable().describe('The one that was in charge when it was trained'),
    refreshId: z.string(),
    holdout: z
      .strictObject({
        customers: z.int(),
        hitRateAt10: z.number(),
        ndcgAt10: z.number(),
        running: z.strictObject({ version: z.int(), hitRateAt10: z.number(), ndcgAt10: z.number() }).nullable(),
        tolerance: z.number(),
      })
      .describe('How it and the model in charge ranked the newest choices, which neither was trained on'),
    trainedOn: z.strictObject({ customers: z.int(), deeds: z.int(), items: z.int() }),
    bytes: z.int().nullable().describe('Null: pruned, so that it cannot be gone back to'),
    createdAt: instant,
    publishedAt: instant.nullable(),
  })
  .register(components, { id: 'Model' });

export const refresh = z
  .strictObject({
    refreshId: z.string(),
    outcome: z.enum(refreshOutcomes),
    version: z.int().nullable(),
    reason: z.string(),
    ranked: z.int().nullable().describe('Rankings that were worked out ahead; null while it is at that'),
    finishedAt: instant,
  })
  .register(components, { id: 'ModelRefresh' });

const publication = z
  .strictObject({
    version: z.int(),
    previousVersion: z.int().nullable(),
    actor: z.string(),
    reason: z.string(),
    publishedAt: instant,
  })
  .register(components, { id: 'ModelPublication' });

export const programModels = z
  .strictObject({
    programId: z.string(),
    publishedVersion: z.int().nullable().describe('Null: the rules select alone'),
    models: z.array(model).describe('Newest first'),
    refreshes: z.array(refresh).describe('Newest first'),
    publications: z.array(publication).describe('Who put which model in charge; newest first'),
  })
  .register(components, { id: 'ProgramModels' });
