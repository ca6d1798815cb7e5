import { decodeModel, type SelectionModel } from '../../domain/selection/model';
import type { Database } from '../pool';
import { readModelBytes } from '../queries/models';
import { FitModels } from './fitModels';

export interface ServedModel {
  version: number;
  model: SelectionModel;
}

/**
 * The decoded models of this process, one per program: decoding takes far longer than scoring. Callers name the version
 * that is in charge, which they read with the customer, so a model that was published or rolled back counts at once.
 */
export class Models {
  private readonly entries = new Map<string, { version: number; model: Promise<ServedModel | null> }>();

  /** Models of sizes, beside those of taste. */
  readonly fits: FitModels;

  constructor(private readonly db: Database) {
    this.fits = new FitModels(db);
  }

  /** Null for version null (the rules select alone), and for a model whose bytes are gone. */
  of(programId: string, version: number | null): Promise<ServedModel | null> {
    if (version === null) return Promise.resolve(null);
    const known = this.entries.get(programId);
    if (known?.version === version) return known.model;
    const entry = { version, model: this.load(programId, version) };
    this.entries.set(programId, entry);
    entry.model.catch(() => {
      if (this.entries.get(programId) === entry) this.entries.delete(programId);
    });
    return entry.model;
  }

  private async load(programId: string, version: number): Promise<ServedModel | null> {
    const bytes = await readModelBytes(this.db, programId, version);
    return bytes && { version, model: decodeModel(bytes) };
  }
}
