import { decodeModel, type SelectionModel } from '#domain/selection/model/index';
import type { Database } from '#db/pool';
import { readModelBytes } from '#db/selection/models';
import { FitModels } from '../sizes/fitModels';
import { ModelCache } from './modelCache';

export interface ServedModel {
  version: number;
  model: SelectionModel;
}

/** The decoded models of taste of this process, and beside them those of sizes. */
export class Models extends ModelCache<ServedModel> {
  readonly fits: FitModels;

  constructor(db: Database) {
    super(async (programId, version) => {
      const bytes = await readModelBytes(db, programId, version);
      return bytes && { version, model: decodeModel(bytes) };
    });
    this.fits = new FitModels(db);
  }
}
