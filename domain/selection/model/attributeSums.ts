import { type AttributeRows, attributeSets, type AttributeSpace } from './attributes';
import type { Remembered } from './features';

/** What a customer's items have in common with others. Once per set of attributes, of which there are far fewer than slots. */
export class AttributeSums {
  /** The set of each slot. */
  readonly setOf: Int32Array;
  /** By set: likeness to the customer's items, to the latest of them, and how much likelier than by chance it follows them. */
  readonly content: Float64Array;
  readonly contentOfLatest: Float64Array;
  readonly lift: Float64Array;
  private readonly sets: AttributeRows;
  /** How much the customer's items have each attribute; the same for the latest item only. */
  private readonly profile: Float64Array;
  private readonly latest: Float64Array;
  /** How much likelier than by chance each attribute is after those of the customer's items. */
  private readonly lifted: Float64Array;
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
    const { sets, setOf } = attributeSets(slotRows);
    this.sets = sets;
    this.setOf = setOf;
    const count = sets.starts.length - 1;
    this.content = new Float64Array(count);
    this.contentOfLatest = new Float64Array(count);
    this.lift = new Float64Array(count);
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
    this.readSets();
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

  private readSets(): void {
    const { starts, attributes, weights } = this.sets;
    const { profile, latest, lifted, content, contentOfLatest, lift } = this;
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
  }
}
