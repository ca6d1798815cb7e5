import { attributeRows, countAttributes, liftsOf } from './attributes';
import { standInsOf } from '../standIns';
import { withoutLast } from './cases';
import { countCompanions } from './companions';
import { DeedLog, type Sequences } from './deedLog';
import type { ModelCore } from './features';
import { learnWeights } from './learn';
import type { SelectionModel } from './model';
import { opinionsOf } from './opinion';
import { inHashOrder, numbersOf } from './order';
import { type CustomerDeeds, formatVersion, type TrainerOptions, type TrainingItem } from './types';

/** An opinion from here on says that the item was kept; views and clicks do not. */
const keptFrom = 0.4;

const defaults = { mostDeeds: 12_000_000, companionsPerItem: 200 };

/**
 * Trains a model from one customer after the other. Memory: 12 bytes a deed (at most `mostDeeds`), and what is kept of
 * each item; nothing per customer but 12 bytes. The order in which customers come does not matter. A deed on any size of a
 * style counts for the style.
 */
export class Trainer {
  private readonly numbers = new Map<string, number>();
  private readonly items = new Map<string, TrainingItem>();
  private readonly standIns: Map<string, string>;
  private readonly judged: { kept: number; refused: number }[] = [];
  private readonly log: DeedLog;
  private readonly options: Required<TrainerOptions>;
  private firstDeedAtMs = Infinity;
  private lastDeedAtMs = -Infinity;

  constructor(items: Iterable<TrainingItem>, options: TrainerOptions = {}) {
    this.options = { ...defaults, ...options };
    this.log = new DeedLog(this.options.mostDeeds);
    const all = [...items];
    this.standIns = standInsOf(all);
    for (const item of all) {
      if (this.standInOf(item.sku) === item.sku) this.items.set(item.sku, item);
      this.numberOf(item.sku);
    }
  }

  /** Takes a customer's deeds; each customer once. */
  add({ customerId, deeds }: CustomerDeeds): void {
    const opinions = opinionsOf(deeds, (sku) => this.standInOf(sku));
    this.log.add(customerId, opinions, (sku) => this.numberOf(sku));
    for (const { sku, strength } of opinions) {
      if (strength >= keptFrom) this.judged[this.numberOf(sku)]!.kept += 1;
      else if (strength < 0) this.judged[this.numberOf(sku)]!.refused += 1;
    }
    if (deeds.length === 0) return;
    this.firstDeedAtMs = Math.min(this.firstDeedAtMs, deeds[0]!.atMs);
    this.lastDeedAtMs = Math.max(this.lastDeedAtMs, deeds.at(-1)!.atMs);
  }

  finish(): SelectionModel {
    const skus = inHashOrder(this.numbers.keys());
    const numbers = new Int32Array(skus.length);
    skus.forEach((sku, number) => (numbers[this.numbers.get(sku)!] = number));
    const sequences = this.log.sequences(numbers);
    const { earlier, last } = withoutLast(sequences);
    const learned = learnWeights(this.coreOf(earlier, skus), earlier, last);
    const { weights, typicalSpread, holdout, holdoutOfPart } = learned;
    return {
      ...this.coreOf(sequences, skus),
      skus,
      numbers: numbersOf(skus, this.standIns),
      kept: Int32Array.from(skus, (sku) => this.judged[this.numbers.get(sku)!]!.kept),
      refused: Int32Array.from(skus, (sku) => this.judged[this.numbers.get(sku)!]!.refused),
      weights,
      typicalSpread,
      facts: {
        formatVersion,
        customers: sequences.customers,
        deeds: this.log.deeds,
        items: skus.length,
        firstDeedAtMs: Number.isFinite(this.firstDeedAtMs) ? this.firstDeedAtMs : null,
        lastDeedAtMs: Number.isFinite(this.lastDeedAtMs) ? this.lastDeedAtMs : null,
        holdout,
        holdoutOfPart,
      },
    };
  }

  private coreOf(sequences: Sequences, skus: string[]): ModelCore {
    const popularity = popularityOf(sequences, skus.length);
    const companions = countCompanions(sequences, skus.length, popularity, this.options.companionsPerItem);
    const attributes = countAttributes([...this.items.values()]);
    const rows = attributeRows(
      attributes,
      skus.map((sku) => this.items.get(sku)),
    );
    const recent = recentPopularityOf(sequences, skus.length);
    return {
      popularity,
      recent,
      companions,
      attributes: { ...attributes, lift: liftsOf(attributes, rows, companions) },
      rows,
    };
  }

  private standInOf(sku: string): string {
    return this.standIns.get(sku) ?? sku;
  }

  private numberOf(sku: string): number {
    const item = this.standInOf(sku);
    const known = this.numbers.get(item);
    if (known !== undefined) return known;
    this.judged[this.numbers.size] = { kept: 0, refused: 0 };
    this.numbers.set(item, this.numbers.size);
    return this.numbers.size - 1;
  }
}

function popularityOf({ customers, starts, ends, items, strengths }: Sequences, count: number): Float64Array {
  const popularity = new Float64Array(count);
  for (let customer = 0; customer < customers; customer += 1) {
    for (let at = starts[customer]!; at < ends[customer]!; at += 1) popularity[items[at]!]! += strengths[at]!;
  }
  return popularity;
}

/** Days after which a deed counts half for how popular an item is now. */
const halfLifeMinutes = 180 * 1440;

/** The same with fading, from the newest deed on; rounded to fractions whose sums are exact in any order. */
function recentPopularityOf(
  { customers, starts, ends, items, minutes, strengths }: Sequences,
  count: number,
): Float64Array {
  const newest = minutes.reduce((latest, minute) => Math.max(latest, minute), -Infinity);
  const popularity = new Float64Array(count);
  for (let customer = 0; customer < customers; customer += 1) {
    for (let at = starts[customer]!; at < ends[customer]!; at += 1) {
      const faded = strengths[at]! * 2 ** ((minutes[at]! - newest) / halfLifeMinutes);
      popularity[items[at]!]! += Math.round(faded * 2 ** 16) / 2 ** 16;
    }
  }
  return popularity;
}
