import type { Database } from '#db/pool';
import { readSoldOut } from '#db/selection/selectionInputs';

/** How old the answer may be. An order is refused by the stock's own row, so this is what customers are shown only. */
const freshMs = 2_000;

/** What each program has nothing left of, so that picks that were worked out earlier do not offer it. */
export class Shelf {
  private readonly entries = new Map<string, { atMs: number; soldOut: ReadonlySet<string> }>();
  private readonly loading = new Map<string, Promise<ReadonlySet<string>>>();

  constructor(private readonly db: Database) {}

  /** Answers from what is known, and looks again in the background; only the first caller of a program waits. */
  async soldOut(programId: string): Promise<ReadonlySet<string>> {
    const entry = this.entries.get(programId);
    if (!entry) return this.load(programId);
    if (Date.now() - entry.atMs >= freshMs) this.load(programId).catch(() => undefined);
    return entry.soldOut;
  }

  private load(programId: string): Promise<ReadonlySet<string>> {
    const underWay = this.loading.get(programId);
    if (underWay) return underWay;
    const load = readSoldOut(this.db, programId)
      .then((skus) => {
        const soldOut = new Set(skus);
        this.entries.set(programId, { atMs: Date.now(), soldOut });
        return soldOut;
      })
      .finally(() => this.loading.delete(programId));
    this.loading.set(programId, load);
    return load;
  }
}
