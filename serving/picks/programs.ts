import type { Program } from '#domain/program/types';
import type { Database } from '#db/pool';
import { readProgram } from '#db/catalog/programs';

/** As long as a prepared catalog may be old: a program that is published anew counts for both at once. */
const freshMs = 5_000;

/** Published programs, as they were a few seconds ago at most. */
export class Programs {
  private readonly entries = new Map<string, { atMs: number; program: Promise<Program | null> }>();

  constructor(private readonly db: Database) {}

  /** Null when there is no such program; that is not kept, since anybody can ask for any name. */
  async of(programId: string): Promise<Program | null> {
    const entry = this.entries.get(programId);
    if (entry && Date.now() - entry.atMs < freshMs) return entry.program;
    const fresh = { atMs: Date.now(), program: readProgram(this.db, programId) };
    this.entries.set(programId, fresh);
    const forget = (): void => {
      if (this.entries.get(programId) === fresh) this.entries.delete(programId);
    };
    fresh.program.then((program) => program ?? forget(), forget);
    return fresh.program;
  }
}
