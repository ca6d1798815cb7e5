import { PackedFormatError } from '#domain/numbers/packing';
import { decodeFitModel } from '#domain/sizing/model/index';
import type { FitKnowledge } from '#domain/sizing/types';
import type { Database } from '#db/pool';
import { readFitModel } from '#db/sizing/fitModels';
import { ModelCache } from '../picks/modelCache';

/** The decoded fit models of this process. One that was replaced a moment ago is gone: sizing does without one until the next look. */
export class FitModels extends ModelCache<FitKnowledge> {
  constructor(db: Database) {
    super(async (programId, version) => {
      const stored = await readFitModel(db, programId, version);
      try {
        return stored && { model: decodeFitModel(stored.bytes), facts: stored.facts };
      } catch (error) {
        // Another release wrote it: sizing does without a model until the next refresh, rather than not at all.
        if (error instanceof PackedFormatError) return null;
        throw error;
      }
    });
  }
}
