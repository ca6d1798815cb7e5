/**
 * Items that a search found, and how relevant each is, 0..1: two arrays, since there may be as many as there are items.
 * One object serves all searches of an index, one after the other.
 */
export class Candidates {
  length = 0;
  slots = new Int32Array(0);
  scores = new Float64Array(0);

  /** Forgets what was found, and takes up to `most`. */
  clear(most: number): void {
    this.length = 0;
    if (this.slots.length >= most) return;
    this.slots = new Int32Array(most * 2);
    this.scores = new Float64Array(most * 2);
  }

  add(slot: number, score: number): void {
    this.slots[this.length] = slot;
    this.scores[this.length] = score;
    this.length += 1;
  }

  /** Keeps only those that pass, in their order. */
  keep(passes: (slot: number) => boolean): void {
    let kept = 0;
    for (let at = 0; at < this.length; at += 1) {
      if (!passes(this.slots[at]!)) continue;
      this.slots[kept] = this.slots[at]!;
      this.scores[kept] = this.scores[at]!;
      kept += 1;
    }
    this.length = kept;
  }

  some(passes: (slot: number) => boolean): boolean {
    for (let at = 0; at < this.length; at += 1) if (passes(this.slots[at]!)) return true;
    return false;
  }
}
