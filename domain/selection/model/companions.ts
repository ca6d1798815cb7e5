import type { Sequences } from './deedLog';

/** Two items of one customer are companions when at most so many others lie between them. */
const longestGap = 50;
/** Days after which two deeds say half as much about each other. */
const halfLifeMinutes = 180 * 1440;
/** Sums are of whole numbers, hence exact, hence the same in whatever order customers come. */
const unit = 2 ** 16;

/**
 * For each item its strongest companions: entries `starts[item]` up to `starts[item + 1]`. The four counts of a companion
 * are sums over the customers who had both, each at most 1 (times the strengths of their opinions).
 */
export interface Companions {
  starts: Int32Array;
  items: Int32Array;
  /** Taken after the item: 1 for the very next, 1/2 for the second next ... */
  after: Float32Array;
  /** The same for items that were taken before. */
  before: Float32Array;
  /** Taken as the very next one. */
  next: Float32Array;
  /** Taken by the same customer at all. */
  together: Float32Array;
}

const names = ['after', 'before', 'next', 'together'] as const;
type Counts = Record<(typeof names)[number], Float64Array>;

/** Counts companions item by item, so that memory is bounded by what is kept: `keep` for each item. */
export function countCompanions(
  sequences: Sequences,
  itemCount: number,
  popularity: Float64Array,
  keep: number,
): Companions {
  const places = placesOf(sequences, itemCount);
  const counts = Object.fromEntries(names.map((name) => [name, new Float64Array(itemCount)])) as unknown as Counts;
  const rows = new Rows(itemCount);
  for (let item = 0; item < itemCount; item += 1) {
    const touched: number[] = [];
    for (let at = places.starts[item]!; at < places.starts[item + 1]!; at += 1) {
      countAround(sequences, places.positions[at]!, places.customers[at]!, counts, touched);
    }
    rows.add(strongest(touched, counts, popularity, keep), counts);
    for (const other of touched) for (const name of names) counts[name][other] = 0;
  }
  return rows.finish();
}

/** Where each item stands in the sequences. */
function placesOf({ items, starts: from, ends, customers: count }: Sequences, itemCount: number) {
  const starts = new Int32Array(itemCount + 1);
  for (let customer = 0; customer < count; customer += 1) {
    for (let at = from[customer]!; at < ends[customer]!; at += 1) starts[items[at]! + 1]! += 1;
  }
  for (let item = 0; item < itemCount; item += 1) starts[item + 1]! += starts[item]!;
  const next = starts.slice();
  const positions = new Int32Array(starts[itemCount]!);
  const customers = new Int32Array(starts[itemCount]!);
  for (let customer = 0; customer < count; customer += 1) {
    for (let at = from[customer]!; at < ends[customer]!; at += 1) {
      const place = next[items[at]!]!++;
      positions[place] = at;
      customers[place] = customer;
    }
  }
  return { starts, positions, customers };
}

function countAround(sequences: Sequences, at: number, customer: number, counts: Counts, touched: number[]): void {
  const { items, minutes, strengths, starts, ends } = sequences;
  const last = Math.min(ends[customer]! - 1, at + longestGap);
  for (let other = Math.max(starts[customer]!, at - longestGap); other <= last; other += 1) {
    if (other === at) continue;
    const item = items[other]!;
    const apart = Math.abs(minutes[other]! - minutes[at]!);
    const fading = apart === 0 ? 1 : 2 ** (-apart / halfLifeMinutes);
    const weight = Math.max(1, Math.round(unit * strengths[at]! * strengths[other]! * fading));
    if (counts.together[item] === 0) touched.push(item);
    counts.together[item]! += weight;
    const share = Math.max(1, Math.round(weight / Math.abs(other - at)));
    if (other > at) counts.after[item]! += share;
    else counts.before[item]! += share;
    if (other === at + 1) counts.next[item]! += weight;
  }
}

/** The companions to keep: by how often, relative to how popular they are; ties go to the lower number. */
function strongest(touched: number[], { after, before }: Counts, popularity: Float64Array, keep: number): number[] {
  if (touched.length <= keep) return touched.sort((a, b) => a - b);
  const strength = (item: number): number => (after[item]! + before[item]! / 2) / popularity[item]! ** 0.15;
  return touched
    .map((item) => ({ item, strength: strength(item) }))
    .sort((a, b) => b.strength - a.strength || a.item - b.item)
    .slice(0, keep)
    .map(({ item }) => item)
    .sort((a, b) => a - b);
}

/** Collects rows in arrays that grow. */
class Rows {
  private length = 0;
  private row = 0;
  private readonly starts: Int32Array;
  private items = new Int32Array(1 << 16);
  private columns = names.map(() => new Float32Array(1 << 16));

  constructor(itemCount: number) {
    this.starts = new Int32Array(itemCount + 1);
  }

  add(companions: number[], counts: Counts): void {
    if (this.length + companions.length > this.items.length) this.grow();
    for (const item of companions) {
      this.items[this.length] = item;
      names.forEach((name, column) => (this.columns[column]![this.length] = counts[name][item]! / unit));
      this.length += 1;
    }
    this.row += 1;
    this.starts[this.row] = this.length;
  }

  private grow(): void {
    const items = new Int32Array(this.items.length * 2);
    items.set(this.items);
    this.items = items;
    this.columns = this.columns.map((column) => {
      const larger = new Float32Array(items.length);
      larger.set(column);
      return larger;
    });
  }

  finish(): Companions {
    const [after, before, next, together] = this.columns.map((column) => column.slice(0, this.length));
    const items = this.items.slice(0, this.length);
    return { starts: this.starts, items, after: after!, before: before!, next: next!, together: together! };
  }
}
