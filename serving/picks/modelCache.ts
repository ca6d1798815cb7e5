/**
 * The decoded models of one kind in this process, one per program: decoding takes far longer than using one. Callers name
 * the version that is in charge, which they read with the customer, so a model that was published or rolled back counts at once.
 */
export class ModelCache<Model> {
  private readonly entries = new Map<string, { version: number; model: Promise<Model | null> }>();

  /** `load` gives null for a model whose bytes are gone. */
  constructor(private readonly load: (programId: string, version: number) => Promise<Model | null>) {}

  /** Null for version null (there is none in charge), and for a model whose bytes are gone. */
  of(programId: string, version: number | null): Promise<Model | null> {
    if (version === null) {
      this.entries.delete(programId); // versions begin anew when all are taken away
      return Promise.resolve(null);
    }
    const known = this.entries.get(programId);
    if (known?.version === version) return known.model;
    const entry = { version, model: this.load(programId, version) };
    this.entries.set(programId, entry);
    entry.model.catch(() => {
      if (this.entries.get(programId) === entry) this.entries.delete(programId);
    });
    return entry.model;
  }
}
