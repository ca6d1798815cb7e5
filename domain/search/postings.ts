/** Where a word stands in an item; bits of a posting's `fields`. */
export const inTitle = 1;
export const inBrand = 2;
export const inCategory = 4;

/** The items that have a word, in order of their slots, and in which of their fields each has it. */
export class Postings {
  slots = new Int32Array(2);
  fields = new Uint8Array(2);
  length = 0;

  add(slot: number, fields: number): void {
    // Nearly always the newest slot: a build takes them in order.
    const at = this.length > 0 && this.slots[this.length - 1]! >= slot ? this.positionOf(slot) : this.length;
    if (at < this.length && this.slots[at] === slot) {
      this.fields[at]! |= fields;
      return;
    }
    if (this.length === this.slots.length) this.resize(this.length * 2);
    this.slots.copyWithin(at + 1, at, this.length);
    this.fields.copyWithin(at + 1, at, this.length);
    this.slots[at] = slot;
    this.fields[at] = fields;
    this.length += 1;
  }

  remove(slot: number): void {
    const at = this.positionOf(slot);
    if (this.slots[at] !== slot || at >= this.length) return;
    this.slots.copyWithin(at, at + 1, this.length);
    this.fields.copyWithin(at, at + 1, this.length);
    this.length -= 1;
    if (this.length > 2 && this.length < this.slots.length / 4) this.resize(this.length * 2);
  }

  has(slot: number): boolean {
    const at = this.positionOf(slot);
    return at < this.length && this.slots[at] === slot;
  }

  /** Of the first entry that is not before `slot`. */
  private positionOf(slot: number): number {
    let low = 0;
    let high = this.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.slots[middle]! < slot) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  private resize(capacity: number): void {
    const slots = new Int32Array(capacity);
    const fields = new Uint8Array(capacity);
    slots.set(this.slots.subarray(0, this.length));
    fields.set(this.fields.subarray(0, this.length));
    this.slots = slots;
    this.fields = fields;
  }
}
