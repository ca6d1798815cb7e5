import type { AttributeRows, AttributeSpace } from './attributes';
import type { Remembered } from './features';

/** What a customer's items have in common with others: sums over their attributes, by attribute. */
export class AttributeSums {
  /** How much the customer's items have each attribute; the same for the latest item only. */
  readonly profile: Float64Array;
  readonly latest: Float64Array;
  /** How much likelier than by chance each attribute is after those of the customer's items. */
  readonly lifted: Float64Array;
  private readonly even: Float64Array;

  constructor(
    private readonly space: AttributeSpace,
    private readonly ownRows: AttributeRows,
    private readonly slotRows: AttributeRows,
  ) {
    const size = space.names.length;
    this.profile = new Float64Array(size);
    this.latest = new Float64Array(size);
    this.lifted = new Float64Array(size);
    this.even = new Float64Array(size);
  }

  read(remembered: readonly Remembered[]): void {
    for (const sum of [this.profile, this.latest, this.lifted, this.even]) sum.fill(0);
    remembered.forEach((each, age) => this.add(each, age === 0));
    const { lift, names } = this.space;
    for (let from = 0; from < names.length; from += 1) {
      const weight = this.even[from]!;
      if (weight === 0) continue;
      for (let to = 0, at = from * names.length; to < names.length; to += 1, at += 1)
        this.lifted[to]! += weight * lift[at]!;
    }
  }

  private add({ item, slot, weight }: Remembered, isLatest: boolean): void {
    const rows = item < 0 ? this.slotRows : this.ownRows;
    const index = item < 0 ? slot : item;
    if (index < 0) return;
    const [start, end] = [rows.starts[index]!, rows.starts[index + 1]!];
    for (let at = start; at < end; at += 1) {
      const attribute = rows.attributes[at]!;
      this.profile[attribute]! += weight * rows.weights[at]!;
      this.even[attribute]! += weight / (end - start);
      if (isLatest) this.latest[attribute]! += weight * rows.weights[at]!;
    }
  }
}
