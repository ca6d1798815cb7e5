import { AttributeSums } from './attributeSums';
import { CompanionSums } from './companionSums';
import type { Column, ModelCore, Remembered, Slots } from './features';

/** Computes what the features say of all slots for one customer after the other, in arrays that it reuses. */
export class FeatureReader {
  readonly companions: CompanionSums;
  readonly attributes: AttributeSums;
  /** By slot: how popular it is now, and the damped popularity by which likeness is multiplied. */
  readonly recent: Float64Array;
  readonly popular: Float64Array;

  constructor(
    core: ModelCore,
    readonly slots: Slots,
  ) {
    const { popularity, recent } = core;
    this.companions = new CompanionSums(popularity, core.companions);
    this.attributes = new AttributeSums(core.attributes, core.rows, slots.rows);
    this.recent = Float64Array.from(slots.items, (item) => (item < 0 ? 0 : Math.log1p(recent[item]!)));
    const counts = Float64Array.from(slots.items, (item) => (item < 0 ? 0 : popularity[item]!));
    this.popular = counts.map((count) => (count + 1) ** 0.15);
  }

  /** Makes the features those of a customer. */
  read(remembered: readonly Remembered[]): void {
    this.companions.read(remembered);
    this.attributes.read(remembered);
  }

  /** What one feature says of one slot; `Ranker.rank` adds the same up for all of them. */
  valueOf(name: Column, slot: number): number {
    const item = this.slots.items[slot]!;
    const { content, contentOfLatest, lift, setOf } = this.attributes;
    const set = setOf[slot]!;
    switch (name) {
      case 'walk':
        return item < 0 ? 0 : Math.sqrt(this.companions.walkTo(item));
      case 'content':
        return content[set]!;
      case 'contentOfLatest':
        return contentOfLatest[set]!;
      case 'popularContent':
        return content[set]! * this.popular[slot]!;
      case 'lift':
        return lift[set]!;
      case 'popularity':
        return this.recent[slot]!;
      default:
        return item < 0 ? 0 : Math.sqrt(this.companions.directSum(item, name));
    }
  }
}
