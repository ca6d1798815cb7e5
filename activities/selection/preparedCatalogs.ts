import type { Database } from '../../db/pool';
import { readProgram } from '../../db/queries/programs';
import { readCatalog } from '../../db/queries/selectionInputs';
import type { Program } from '../../domain/program/types';
import { prepareCatalog, type PreparedCatalog } from '../../domain/selection';

export interface ProgramCatalog {
  program: Program;
  catalog: PreparedCatalog;
}

/**
 * How old a program's prepared catalog may be. Stock is checked again for what is picked, so this only delays how soon
 * a new item or price can be picked at all.
 */
const freshMs = 5_000;

interface Entry {
  loadedAtMs: number;
  value: Promise<ProgramCatalog>;
}

/**
 * Prepared catalogs of the programs of this process: preparing one takes far longer than selecting from it. One load
 * at a time per program; a failed load is not kept.
 */
export class PreparedCatalogs {
  private readonly entries = new Map<string, Entry>();

  constructor(private readonly db: Database) {}

  /** Throws when the program was never published: a fault of deployment, healed by publishing it. */
  async of(programId: string): Promise<ProgramCatalog> {
    const entry = this.entries.get(programId);
    if (entry && Date.now() - entry.loadedAtMs < freshMs) return entry.value;
    const fresh: Entry = { loadedAtMs: Date.now(), value: this.load(programId) };
    this.entries.set(programId, fresh);
    fresh.value.catch(() => {
      if (this.entries.get(programId) === fresh) this.entries.delete(programId);
    });
    return fresh.value;
  }

  private async load(programId: string): Promise<ProgramCatalog> {
    const program = await readProgram(this.db, programId);
    if (!program) throw new Error(`program ${programId} is not published`);
    const items = await readCatalog(this.db, programId);
    return { program, catalog: prepareCatalog(items, program.selection) };
  }
}
