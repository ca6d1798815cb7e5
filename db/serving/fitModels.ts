import { PackedFormatError } from '../../domain/packing';
import { decodeFitModel } from '../../domain/sizing/model';
import type { FitKnowledge } from '../../domain/sizing/types';
import type { Database } from '../pool';
import { readFitModel } from '../queries/fitModels';

/** The decoded fit models of this process, one per program. Callers name the version in charge, as with `Models`. */
export class FitModels {
  private readonly entries = new Map<string, { version: number; knowledge: Promise<FitKnowledge | null> }>();

  constructor(private readonly db: Database) {}

  /** Null for version null, and for a model that was replaced a moment ago: sizing does without one until the next look. */
  of(programId: string, version: number | null): Promise<FitKnowledge | null> {
    if (version === null) {
      this.entries.delete(programId); // versions begin anew when all are taken away
      return Promise.resolve(null);
    }
    const known = this.entries.get(programId);
    if (known?.version === version) return known.knowledge;
    const entry = { version, knowledge: this.load(programId, version) };
    this.entries.set(programId, entry);
    entry.knowledge.catch(() => {
      if (this.entries.get(programId) === entry) this.entries.delete(programId);
    });
    return entry.knowledge;
  }

  private async load(programId: string, version: number): Promise<FitKnowledge | null> {
    const stored = await readFitModel(this.db, programId, version);
    try {
      return stored && { model: decodeFitModel(stored.bytes), facts: stored.facts };
    } catch (error) {
      // Another release wrote it: sizing does without a model until the next refresh, rather than not at all.
      if (error instanceof PackedFormatError) return null;
      throw error;
    }
  }
}
