import type { Program, SelectionRules } from '#domain/program/types';
import type { CatalogItem } from '#domain/selection/types';
import { prepareCatalog, type PreparedCatalog } from '#domain/selection/index';
import { type StyleTable, styleTable } from '#domain/sizing/styles';
import type { Database } from '#db/pool';
import { readProgram } from '#db/catalog/programs';
import { readCatalog, readCatalogStamp } from '#db/selection/selectionInputs';

/** A program with its catalog, prepared for the program's own rules, and for those of experiments when asked. */
export class ProgramCatalog {
  private readonly prepared = new Map<string, PreparedCatalog>();
  /** Null: the program's items have no sizes. */
  readonly styles: StyleTable | null;

  constructor(
    readonly program: Program,
    private readonly items: CatalogItem[],
  ) {
    this.styles = program.sizing ? styleTable(items, program.sizing) : null;
  }

  /** Prepared for these rules, once: arms of experiments only ever change the weights. */
  for({ weights }: SelectionRules): PreparedCatalog {
    const key = JSON.stringify(weights);
    const known = this.prepared.get(key);
    if (known) return known;
    const catalog = prepareCatalog(this.items, { ...this.program.selection, weights });
    this.prepared.set(key, catalog);
    return catalog;
  }
}

/**
 * How old a program's prepared catalog may be. Stock is checked again for what is picked, so this only delays how soon
 * a new item or price can be picked at all.
 */
const freshMs = 5_000;

interface Entry {
  checkedAtMs: number;
  /** Of what the catalog was made: as long as it stays, preparing it again would give the same. */
  stamp: string;
  value: ProgramCatalog;
}

/**
 * Prepared catalogs of the programs of this process: preparing one takes far longer than selecting from it, so that it is
 * done only when items, programs or what is sold out changed. One load at a time per program; a failed one is not kept.
 */
export class PreparedCatalogs {
  private readonly entries = new Map<string, Entry>();
  private readonly loading = new Map<string, Promise<ProgramCatalog>>();

  constructor(private readonly db: Database) {}

  /** Throws when the program was never published: a fault of deployment, healed by publishing it. */
  async of(programId: string): Promise<ProgramCatalog> {
    const entry = this.entries.get(programId);
    if (entry && Date.now() - entry.checkedAtMs < freshMs) return entry.value;
    const underWay = this.loading.get(programId);
    if (underWay) return underWay;
    const load = this.load(programId, entry).finally(() => this.loading.delete(programId));
    this.loading.set(programId, load);
    return load;
  }

  private async load(programId: string, known: Entry | undefined): Promise<ProgramCatalog> {
    // Read before the items: a change in between is found at the next check.
    const stamp = await readCatalogStamp(this.db, programId);
    const checkedAtMs = Date.now();
    if (known?.stamp === stamp) {
      known.checkedAtMs = checkedAtMs;
      return known.value;
    }
    const program = await readProgram(this.db, programId);
    if (!program) throw new Error(`program ${programId} is not published`);
    const items = await readCatalog(this.db, programId);
    const value = new ProgramCatalog(program, items);
    this.entries.set(programId, { checkedAtMs, stamp, value });
    return value;
  }
}
