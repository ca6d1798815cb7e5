import type { Fitting } from '../../domain/sizing/fitting';
import { recommendSize, type SizeAdvice } from '../../domain/sizing/recommend';
import type { StyleTable } from '../../domain/sizing/styles';
import type { Database } from '../pool';
import { readFitting } from './fitting';
import type { FitModels } from './fitModels';
import { Lru } from './lru';
import type { PreparedCatalogs } from './preparedCatalogs';
import type { Programs } from './programs';
import type { Shelf } from './shelf';

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

/** Customers whose fits and measurements are kept: some kB each. */
const keptCustomers = 5_000;
/** How old the styles of a program may be, as with picks. */
const freshMs = 5_000;
/** What no message tells of counts after this at the latest, as with picks. */
const keptMs = 60_000;

interface Kept {
  fitting: Fitting;
  /** The program's sizes that it was made for, as JSON: a catalog that is read anew has them as another object. */
  rules: string;
  untilMs: number;
}

export interface SizesParts {
  programs: Programs;
  catalogs: PreparedCatalogs;
  shelf: Shelf;
  models: FitModels;
  /** Are messages heard that make what is kept stale? While they are not, nothing kept is used. */
  isListening: () => boolean;
}

/**
 * Which size fits a customer. The chances are worked out for each question, since that takes microseconds; what they need of the
 * customer is read once and kept until the customer acts or another model is published.
 */
export class Sizes {
  private readonly kept = new Lru<Map<string, Kept>>(keptCustomers);
  private readonly tables = new Map<string, { styles: StyleTable | null; checkedAtMs: number }>();
  /** Messages heard so far: what was being read while one came may be stale, and is not kept. */
  private heard = 0;

  constructor(
    private readonly db: Database,
    private readonly parts: SizesParts,
  ) {}

  /** Null: there is no such program, it is not one with sizes, or the item has none. */
  async of({ programId, sku, customerId }: SizeQuestion, nowMs: number): Promise<SizeAnswer | null> {
    const styles = await this.stylesOf(programId, nowMs);
    const style = styles?.ofSku.get(sku);
    if (!styles || !style) return null;
    const soldOut = await this.parts.shelf.soldOut(programId);
    const known = this.parts.isListening() ? this.kept.get(customerId)?.get(programId) : undefined;
    const isFresh = known !== undefined && nowMs < known.untilMs && known.rules === JSON.stringify(styles.rules);
    const fitting = isFresh ? known.fitting : await this.read(programId, customerId, styles.rules, nowMs);
    const advice = recommendSize(fitting, style, (each) => !soldOut.has(each));
    return { advice, layer: isFresh ? 'process' : 'live' };
  }

  /** Answers from what is known, and looks again in the background; nobody waits for it but who comes after a pause. */
  private async stylesOf(programId: string, nowMs: number): Promise<StyleTable | null> {
    const known = this.tables.get(programId);
    const ageMs = known ? nowMs - known.checkedAtMs : Infinity;
    if (!known || ageMs >= keptMs) return this.loadStyles(programId, nowMs);
    if (ageMs >= freshMs) {
      known.checkedAtMs = nowMs;
      this.loadStyles(programId, nowMs).catch(() => undefined);
    }
    return known.styles;
  }

  private async loadStyles(programId: string, nowMs: number): Promise<StyleTable | null> {
    const program = await this.parts.programs.of(programId);
    if (!program) return null; // not kept: anybody can ask for any name
    const { styles } = program.sizing ? await this.parts.catalogs.of(programId) : { styles: null };
    this.tables.set(programId, { styles, checkedAtMs: nowMs });
    return styles;
  }

  customerActed(customerId: string): void {
    this.heard += 1;
    this.kept.delete(customerId);
  }

  forgetAll(): void {
    this.heard += 1;
    this.kept.clear();
  }

  private async read(programId: string, customerId: string, rules: Fitting['rules'], nowMs: number): Promise<Fitting> {
    const heardBefore = this.heard;
    const fitting = await readFitting(this.db, this.parts.models, programId, customerId, rules);
    if (this.parts.isListening() && heardBefore === this.heard) {
      const ofCustomer = this.kept.get(customerId) ?? new Map<string, Kept>();
      ofCustomer.set(programId, { fitting, rules: JSON.stringify(rules), untilMs: nowMs + keptMs });
      this.kept.set(customerId, ofCustomer);
    }
    return fitting;
  }
}
