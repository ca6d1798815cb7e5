import { Best } from '../best';
import type { Sequences } from './deedLog';
import { features, type ModelCore, type Remembered, rememberedItems } from './features';
import type { Choices } from './fit';
import { recency } from './history';
import { allSlots, Ranker } from './model';

/** The best so many by a rough score are told apart by learned weights. */
const candidates = 300;
/** Cases to learn from; more of them change the weights by less than the holdout can tell. */
const mostCases = 12_000;

/** What weights are learned from: customers whose last item was kept back, and what the features said of it. */
export interface Cases extends Choices {
  /** Which half of the customers a case belongs to, 0 or 1. */
  halves: Uint8Array;
  /** Customers, by half, whose item was not among the candidates. */
  missed: [number, number];
}

/** Everything but each customer's last item, of those who have at least three; and those last items (-1: kept). */
export function withoutLast(sequences: Sequences): { earlier: Sequences; last: Int32Array } {
  const last = new Int32Array(sequences.customers).fill(-1);
  const ends = sequences.ends.map((end, customer) => {
    if (end - sequences.starts[customer]! < 3) return end;
    last[customer] = sequences.items[end - 1]!;
    return end - 1;
  });
  return { earlier: { ...sequences, ends }, last };
}

/** Before there is anything to learn from: companions first, then alike items, then what everybody likes. */
export function defaultWeights(): Float64Array {
  const known: Partial<Record<(typeof features)[number]['name'], number>> = {
    after: 3,
    walk: 1,
    content: 1,
    popularity: 0.3,
  };
  return Float64Array.from(features, ({ name }) => known[name] ?? 0);
}

/** Ranks for each customer without their last item, and takes down what the features said of the best candidates. */
export function gatherCases(
  core: ModelCore,
  { customers, starts, ends, items, strengths, minutes, hashes }: Sequences,
  last: Int32Array,
): Cases {
  const ranker = new Ranker(core, allSlots(core.popularity.length, core.rows), defaultWeights());
  const n = features.length;
  const count = Math.min(candidates, core.popularity.length);
  const values: Float32Array[] = [];
  const taken: number[] = [];
  const halves: number[] = [];
  const missed: [number, number] = [0, 0];
  for (const customer of chosen(customers, hashes, last)) {
    const owned = new Set(items.subarray(starts[customer], ends[customer]));
    const remembered: Remembered[] = [];
    for (let at = ends[customer]! - 1; at >= Math.max(starts[customer]!, ends[customer]! - rememberedItems); at -= 1) {
      const apartMs = (minutes[ends[customer]! - 1]! - minutes[at]!) * 60_000;
      const weight = strengths[at]! * recency(ends[customer]! - 1 - at, apartMs);
      remembered.push({ item: items[at]!, slot: -1, weight });
    }
    const scores = ranker.rank(remembered);
    const best = new Best(count);
    for (const item of owned) scores[item] = -Infinity;
    for (let item = 0; item < scores.length; item += 1) best.add(item, scores[item]!);
    const shortlist = padded(best.sorted(), owned, count);
    const at = shortlist.indexOf(last[customer]!);
    const which = hashes[customer]! & 1;
    if (at < 0) missed[which as 0 | 1] += 1;
    else {
      const block = new Float32Array(count * n);
      shortlist.forEach((item, candidate) =>
        features.forEach(({ name }, feature) => (block[candidate * n + feature] = ranker.reader.columns[name][item]!)),
      );
      values.push(block);
      taken.push(at);
      halves.push(which);
    }
  }
  const all = new Float32Array(values.length * count * n);
  values.forEach((block, each) => all.set(block, each * count * n));
  return {
    values: all,
    features: n,
    candidates: count,
    taken: Int32Array.from(taken),
    halves: Uint8Array.from(halves),
    missed,
  };
}

/** A small catalog has fewer than `count` items that the customer has not had: the last one stands in for the rest. */
function padded(shortlist: number[], owned: ReadonlySet<number>, count: number): number[] {
  const open = shortlist.filter((item) => !owned.has(item));
  return Array.from({ length: open.length === 0 ? 0 : count }, (_, at) => open[Math.min(at, open.length - 1)]!);
}

/** The customers to learn from, in an order that their IDs' hashes give. */
function chosen(customers: number, hashes: Uint32Array, last: Int32Array): number[] {
  return Array.from({ length: customers }, (_, customer) => customer)
    .filter((customer) => last[customer]! >= 0)
    .sort((a, b) => hashes[a]! - hashes[b]!)
    .slice(0, mostCases);
}

/** The cases of one half of the customers. */
export function halfOf({ values, features: n, candidates: count, taken, halves }: Cases, which: number): Choices {
  const size = count * n;
  const each = Array.from(taken.keys()).filter((at) => halves[at] === which);
  const own = new Float32Array(each.length * size);
  each.forEach((from, to) => own.set(values.subarray(from * size, (from + 1) * size), to * size));
  return { values: own, features: n, candidates: count, taken: Int32Array.from(each, (at) => taken[at]!) };
}
