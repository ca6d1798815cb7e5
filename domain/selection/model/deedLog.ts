import { murmur3 } from '../../numbers/hash';
import type { Opinion } from './opinion';
import { minuteMs } from '../../time';

/** Of each customer the newest so many items count: who had hundreds would otherwise outweigh everybody. */
const newestItems = 100;

/**
 * What customers took and liked, in order, in flat arrays: 12 bytes a deed, whatever the length of SKUs. At most
 * `mostDeeds` are kept: beyond, customers are dropped by the hash of their ID, so that the sample does not depend on the
 * order in which they came.
 */
export class DeedLog {
  private items = new Int32Array(1024);
  private minutes = new Int32Array(1024);
  private strengths = new Float32Array(1024);
  private ends = new Int32Array(256);
  private hashes = new Uint32Array(256);
  private keepBelow = 2 ** 32;
  customers = 0;

  constructor(private readonly mostDeeds: number) {}

  get deeds(): number {
    return this.customers === 0 ? 0 : this.ends[this.customers - 1]!;
  }

  /** `opinions` are in order of time; those that are not positive are left out, since nobody is to be sent their like. */
  add(customerId: string, opinions: readonly Opinion[], indexOf: (sku: string) => number): void {
    const hash = murmur3(customerId);
    if (hash >= this.keepBelow) return;
    const liked = opinions.filter(({ strength }) => strength > 0).slice(-newestItems);
    if (liked.length === 0) return;
    let at = this.deeds;
    this.reserve(at + liked.length);
    for (const { sku, strength, atMs } of liked) {
      this.items[at] = indexOf(sku);
      this.minutes[at] = Math.floor(atMs / minuteMs);
      this.strengths[at] = Math.round(strength * 64) / 64; // sums of such fractions are exact in any order
      at += 1;
    }
    this.ends[this.customers] = at;
    this.hashes[this.customers] = hash;
    this.customers += 1;
    while (at > this.mostDeeds && this.keepBelow > 1) at = this.thin();
  }

  /** Halves the customers that are kept. */
  private thin(): number {
    this.keepBelow /= 2;
    let [to, kept] = [0, 0];
    for (let customer = 0; customer < this.customers; customer += 1) {
      const [start, end] = this.rangeOf(customer);
      if (this.hashes[customer]! >= this.keepBelow) continue;
      for (const column of [this.items, this.minutes, this.strengths]) column.copyWithin(to, start, end);
      to += end - start;
      this.hashes[kept] = this.hashes[customer]!;
      this.ends[kept] = to;
      kept += 1;
    }
    this.customers = kept;
    return to;
  }

  private rangeOf(customer: number): [number, number] {
    return [customer === 0 ? 0 : this.ends[customer - 1]!, this.ends[customer]!];
  }

  private reserve(length: number): void {
    if (length > this.items.length) {
      const size = Math.max(length, Math.ceil(this.items.length * 1.5));
      this.items = grown(new Int32Array(size), this.items);
      this.minutes = grown(new Int32Array(size), this.minutes);
      this.strengths = grown(new Float32Array(size), this.strengths);
    }
    if (this.customers >= this.ends.length) {
      this.ends = grown(new Int32Array(this.ends.length * 2), this.ends);
      this.hashes = grown(new Uint32Array(this.hashes.length * 2), this.hashes);
    }
  }

  /** The sequences with `numbers[item]` for each item: numbers that do not depend on the order in which items came. */
  sequences(numbers: Int32Array): Sequences {
    const ends = this.ends.subarray(0, this.customers);
    return {
      customers: this.customers,
      starts: Int32Array.from({ length: this.customers }, (_, customer) => this.rangeOf(customer)[0]),
      ends,
      hashes: this.hashes.subarray(0, this.customers),
      items: this.items.subarray(0, this.deeds).map((item) => numbers[item]!),
      minutes: this.minutes.subarray(0, this.deeds),
      strengths: this.strengths.subarray(0, this.deeds),
    };
  }
}

/** Customer `c` has the entries from `starts[c]` up to (not including) `ends[c]`, oldest first. */
export interface Sequences {
  customers: number;
  starts: Int32Array;
  ends: Int32Array;
  hashes: Uint32Array;
  items: Int32Array;
  minutes: Int32Array;
  strengths: Float32Array;
}

function grown<T extends Int32Array | Uint32Array | Float32Array>(larger: T, values: T): T {
  larger.set(values);
  return larger;
}
