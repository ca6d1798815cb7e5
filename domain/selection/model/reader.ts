import { type AttributeRows, attributeSets } from './attributes';
import { AttributeSums } from './attributeSums';
import { CompanionSums, type SumName } from './companionSums';
import { type Column, features, type ModelCore, type Remembered, type Slots } from './features';

/** Computes the features of all slots for one customer after the other, in arrays that it reuses. */
export class FeatureReader {
  /** By feature, a number per slot. */
  readonly columns: Record<Column, Float64Array>;
  readonly companions: CompanionSums;
  private readonly attributes: AttributeSums;
  /** First slot of each of the model's items (-1: none), and after each slot the next one of the same item: sizes of one style. */
  private readonly firstSlots: Int32Array;
  private readonly nextSlots: Int32Array;
  private readonly popular: Float64Array;
  /** Slots with sums, for each group of sums. */
  private readonly groups: { names: readonly Column[]; slots: Int32Array; count: number }[];
  /** The different sets of attributes, and which one each slot has. */
  private readonly sets: AttributeRows;
  private readonly setOf: Int32Array;
  private readonly ofSet: Record<'content' | 'contentOfLatest' | 'lift', Float64Array>;

  constructor(
    core: ModelCore,
    private readonly slots: Slots,
  ) {
    const { popularity } = core;
    const size = slots.items.length;
    this.columns = Object.fromEntries(features.map(({ name }) => [name, new Float64Array(size)])) as Record<
      Column,
      Float64Array
    >;
    this.companions = new CompanionSums(popularity, core.companions);
    this.attributes = new AttributeSums(core.attributes, core.rows, slots.rows);
    this.firstSlots = new Int32Array(popularity.length).fill(-1);
    this.nextSlots = new Int32Array(size).fill(-1);
    const counts = Float64Array.from(slots.items, (item) => (item < 0 ? 0 : popularity[item]!));
    this.popular = counts.map((count) => (count + 1) ** 0.15);
    this.columns.popularity = Float64Array.from(slots.items, (item) => (item < 0 ? 0 : Math.log1p(core.recent[item]!)));
    this.groups = this.companions.groups.map(({ names }) => ({ names, slots: new Int32Array(size), count: 0 }));
    const { sets, setOf } = attributeSets(slots.rows);
    this.sets = sets;
    this.setOf = setOf;
    const each = (): Float64Array => new Float64Array(sets.starts.length - 1);
    this.ofSet = { content: each(), contentOfLatest: each(), lift: each() };
    slots.items.forEach((item, slot) => {
      if (item < 0) return;
      this.nextSlots[slot] = this.firstSlots[item]!;
      this.firstSlots[item] = slot;
    });
  }

  /** Fills the columns. */
  read(remembered: readonly Remembered[]): void {
    this.companions.read(remembered);
    this.attributes.read(remembered);
    this.readSums();
    this.readAttributes();
  }

  /** Adds the feature, times `weight`, to `sum` of each slot. */
  addTo(sum: Float64Array, name: Column, weight: number): void {
    const column = this.columns[name];
    const group = this.groups.find(({ names }) => names.includes(name));
    if (!group) {
      for (let slot = 0; slot < sum.length; slot += 1) sum[slot]! += weight * column[slot]!;
      return;
    }
    for (let at = 0; at < group.count; at += 1) sum[group.slots[at]!]! += weight * column[group.slots[at]!]!;
  }

  /** Those of the slots that have sums over companions are few; the others' stay 0. */
  private readSums(): void {
    this.companions.groups.forEach(({ touched, names }, which) => {
      const group = this.groups[which]!;
      const { slots } = group;
      for (const name of names) for (let at = 0; at < group.count; at += 1) this.columns[name][slots[at]!] = 0;
      group.count = 0;
      for (let at = 0; at < touched.count; at += 1) {
        for (let slot = this.firstSlots[touched.items[at]!]!; slot >= 0; slot = this.nextSlots[slot]!)
          slots[group.count++] = slot;
      }
      for (const name of names) this.readSum(name, slots, group.count);
    });
  }

  private readSum(name: SumName, slots: Int32Array, count: number): void {
    const [column, sum, { items }] = [this.columns[name], this.companions.sums[name], this.slots];
    for (let at = 0; at < count; at += 1) column[slots[at]!] = Math.sqrt(sum[items[slots[at]!]!]!);
  }

  /** Once per set of attributes, of which there are far fewer than items. */
  private readAttributes(): void {
    const { starts, attributes, weights } = this.sets;
    const { profile, latest, lifted } = this.attributes;
    const { content, contentOfLatest, lift } = this.ofSet;
    for (let set = 0; set + 1 < starts.length; set += 1) {
      const [start, end] = [starts[set]!, starts[set + 1]!];
      let [whole, last, lifts] = [0, 0, 0];
      for (let at = start; at < end; at += 1) {
        const attribute = attributes[at]!;
        whole += weights[at]! * profile[attribute]!;
        last += weights[at]! * latest[attribute]!;
        lifts += lifted[attribute]!;
      }
      content[set] = whole === 0 ? 0 : Math.sqrt(whole);
      contentOfLatest[set] = last === 0 ? 0 : Math.sqrt(last);
      lift[set] = end === start ? 0 : lifts / (end - start);
    }
    this.spread(content, contentOfLatest, lift);
  }

  private spread(content: Float64Array, contentOfLatest: Float64Array, lift: Float64Array): void {
    const { columns, setOf, popular } = this;
    for (let slot = 0; slot < setOf.length; slot += 1) {
      const set = setOf[slot]!;
      const own = content[set]!;
      columns.content[slot] = own;
      columns.contentOfLatest[slot] = contentOfLatest[set]!;
      columns.popularContent[slot] = own * popular[slot]!;
      columns.lift[slot] = lift[set]!;
    }
  }
}
