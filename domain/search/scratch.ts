import { Candidates } from './candidates';

/** Numbers per slot that one search works with, reused by every search of an index: zero between them. */
export class Scratch {
  /** Of all units so far: what they scored, what they could have scored, how many there were. */
  total = new Float64Array(0);
  reached = new Float64Array(0);
  covered = new Uint8Array(0);
  /** Of the unit at hand. */
  unit = new Float64Array(0);
  /** Slots that the query touched, and that the unit touched. */
  touched = new Int32Array(0);
  unitTouched = new Int32Array(0);

  readonly candidates = new Candidates();

  fit(slots: number): void {
    if (this.total.length >= slots) return;
    const capacity = Math.max(1_024, slots * 2);
    this.total = new Float64Array(capacity);
    this.reached = new Float64Array(capacity);
    this.covered = new Uint8Array(capacity);
    this.unit = new Float64Array(capacity);
    this.touched = new Int32Array(capacity);
    this.unitTouched = new Int32Array(capacity);
  }
}
