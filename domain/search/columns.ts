/** Stands for no brand, no size and no style. */
export const none = -1;

/**
 * What a search reads of thousands of items, by slot: arrays of numbers, since reading objects all over the memory takes
 * several times as long.
 */
export class Columns {
  titleLength = new Uint16Array(0);
  /** How good an item is, whatever was searched for, 0..1; and its mean stars, shrunk. */
  quality = new Float64Array(0);
  stars = new Float64Array(0);
  priceCents = new Float64Array(0);
  addedAtMs = new Float64Array(0);
  inStock = new Uint8Array(0);
  /** Whether it states any age; the ages it suits. */
  statesAge = new Uint8Array(0);
  ageMin = new Float64Array(0);
  ageMax = new Float64Array(0);
  /** IDs of names. */
  path = new Int32Array(0);
  brand = new Int32Array(0);
  size = new Int32Array(0);
  style = new Int32Array(0);

  fit(slots: number): void {
    if (slots <= this.quality.length) return;
    const capacity = Math.max(1_024, slots * 2);
    this.titleLength = longer(this.titleLength, new Uint16Array(capacity));
    this.quality = longer(this.quality, new Float64Array(capacity));
    this.stars = longer(this.stars, new Float64Array(capacity));
    this.priceCents = longer(this.priceCents, new Float64Array(capacity));
    this.addedAtMs = longer(this.addedAtMs, new Float64Array(capacity));
    this.inStock = longer(this.inStock, new Uint8Array(capacity));
    this.statesAge = longer(this.statesAge, new Uint8Array(capacity));
    this.ageMin = longer(this.ageMin, new Float64Array(capacity));
    this.ageMax = longer(this.ageMax, new Float64Array(capacity));
    this.path = longer(this.path, new Int32Array(capacity));
    this.brand = longer(this.brand, new Int32Array(capacity));
    this.size = longer(this.size, new Int32Array(capacity));
    this.style = longer(this.style, new Int32Array(capacity));
  }
}

function longer<T extends Float64Array | Int32Array | Uint16Array | Uint8Array>(from: T, to: T): T {
  to.set(from);
  return to;
}
