import type { Fitting } from '#domain/sizing/fitting';
import { recommendSize, type SizeAdvice } from '#domain/sizing/recommend';
import type { StyleTable } from '#domain/sizing/styles';
import type { Database } from '#db/pool';
import type { SelectionChanges } from '../cache/changes';
import { CustomerCache } from '../cache/customerCache';
import { readFitting } from './fitting';
import type { FitModels } from './fitModels';
import type { PreparedCatalogs } from '../picks/preparedCatalogs';
import type { Programs } from '../picks/programs';
import type { Shelf } from '../picks/shelf';
import { minuteMs } from '#domain/time';

/** Where what is known of the customer came from. */
export type SizeLayer = 'process' | 'live';

export interface SizeAnswer {
  advice: SizeAdvice;
  layer: SizeLayer;
}

export interface SizeQuestion {
  programId: string;
  sku: string;
  customerId: string;
}

/** How old the styles of a program may be, as with picks. */
const freshMs = 5_000;
/** What no message tells of counts after this at the latest, as with picks. */
const keptMs = minuteMs;

interface Kept {
  fitting: Fitting;
  /** `Table.rules` that it was made for. */
  rules: string;
  untilMs: number;
}

/** A program's styles. */
interface Table {
  styles: StyleTable;
  /** Its sizes as JSON: a catalog that is read anew has them as another object. */
  rules: string;
}

export interface SizesParts {
  programs: Programs;
  catalogs: PreparedCatalogs;
  shelf: Shelf;
  models: FitModels;
}

/**
 * Which size fits a customer. The chances are worked out for each question, since that takes microseconds; what they need of the
 * customer is read once and kept until the customer acts or another model is published.
 */
export class Sizes {
  private readonly kept: CustomerCache<Kept>;
  private readonly tables = new Map<string, { table: Table | null; checkedAtMs: number }>();

  constructor(
    private readonly db: Database,
    changes: SelectionChanges,
    private readonly parts: SizesParts,
  ) {
    this.kept = new CustomerCache(changes);
  }

  /** Null: there is no such program, it is not one with sizes, or the item has none. */
  async of({ programId, sku, customerId }: SizeQuestion, nowMs: number): Promise<SizeAnswer | null> {
    const table = await this.tableOf(programId, nowMs);
    const style = table?.styles.ofSku.get(sku);
    if (!table || !style) return null;
    const soldOut = await this.parts.shelf.soldOut(programId);
    const known = this.kept.get(customerId, programId);
    const isFresh = known !== undefined && nowMs < known.untilMs && known.rules === table.rules;
    const { fitting } = isFresh ? known : await this.read(programId, customerId, table, nowMs);
    const advice = recommendSize(fitting, style, (each) => !soldOut.has(each));
    return { advice, layer: isFresh ? 'process' : 'live' };
  }

  /** Answers from what is known, and looks again in the background; nobody waits for it but who comes after a pause. */
  private async tableOf(programId: string, nowMs: number): Promise<Table | null> {
    const known = this.tables.get(programId);
    const ageMs = known ? nowMs - known.checkedAtMs : Infinity;
    if (!known || ageMs >= keptMs) return this.load(programId, nowMs);
    if (ageMs >= freshMs) {
      known.checkedAtMs = nowMs;
      this.load(programId, nowMs).catch(() => undefined);
    }
    return known.table;
  }

  private async load(programId: string, nowMs: number): Promise<Table | null> {
    const program = await this.parts.programs.of(programId);
    if (!program) return null; // not kept: anybody can ask for any name
    const { styles } = program.sizing ? await this.parts.catalogs.of(programId) : { styles: null };
    const table = styles && { styles, rules: JSON.stringify(styles.rules) };
    this.tables.set(programId, { table, checkedAtMs: nowMs });
    return table;
  }

  private read(programId: string, customerId: string, { styles, rules }: Table, nowMs: number): Promise<Kept> {
    return this.kept.make(customerId, programId, async () => {
      const fitting = await readFitting(this.db, this.parts.models, programId, customerId, styles.rules);
      return { fitting, rules, untilMs: nowMs + keptMs };
    });
  }
}
