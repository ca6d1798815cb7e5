import { z } from 'zod';
import { modelStates, refreshOutcomes } from '#domain/selection/lifecycle';
import { components, instant } from './common';

const common = {
  version: z.int(),
  state: z.enum(modelStates),
  parentVersion: z.int().nullable().describe('The one that was in charge when it was trained'),
  refreshId: z.string(),
  bytes: z.int().nullable().describe('Null: pruned, so that it cannot be gone back to'),
  createdAt: instant,
  publishedAt: instant.nullable(),
};

export const model = z
  .strictObject({
    ...common,
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
  })
  .register(components, { id: 'Model' });

export const fitModel = z
  .strictObject({
    ...common,
    holdout: z
      .strictObject({
        fits: z.int(),
        customers: z.int(),
        logLoss: z.number().describe('The lower, the better'),
        running: z.strictObject({ version: z.int(), logLoss: z.number() }).nullable(),
        tolerance: z.number(),
      })
      .nullable()
      .describe(
        'How it and the model in charge foretold fits that neither was trained on. Null: none was held back then',
      ),
    trainedOn: z.strictObject({ fits: z.int() }),
  })
  .register(components, { id: 'FitModel' });

export const refresh = z
  .strictObject({
    refreshId: z.string(),
    outcome: z.enum(refreshOutcomes),
    version: z.int().nullable(),
    reason: z.string(),
    ranked: z
      .int()
      .nullable()
      .describe('Rankings that were worked out ahead; null while it is at that, and of fit models'),
    finishedAt: instant,
  })
  .register(components, { id: 'ModelRefresh' });

export const publication = z
  .strictObject({
    version: z.int(),
    previousVersion: z.int().nullable(),
    actor: z.string(),
    reason: z.string(),
    publishedAt: instant,
  })
  .register(components, { id: 'ModelPublication' });

const life = {
  publishedVersion: z.int().nullable().describe('Null: there is none, and the rules do without'),
  refreshes: z.array(refresh).describe('Newest first'),
  publications: z.array(publication).describe('Who put which model in charge; newest first'),
};

export const programModels = z
  .strictObject({
    programId: z.string(),
    ...life,
    models: z.array(model).describe('Of selection; newest first'),
    fit: z
      .strictObject({ ...life, models: z.array(fitModel).describe('Newest first') })
      .describe('The models of which size fits'),
  })
  .register(components, { id: 'ProgramModels' });
