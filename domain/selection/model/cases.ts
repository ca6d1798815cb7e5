import { Best } from '../best';
import type { Sequences } from './deedLog';
import { features, type ModelCore, type Remembered, rememberedItems } from './features';
import type { Choices } from './fit';
import { recency } from './history';
import { allSlots, Ranker } from './model';
import { minuteMs } from '../../time';

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
export function gatherCases(core: ModelCore, sequences: Sequences, last: Int32Array): Cases {
  const { customers, starts, ends, items, hashes } = sequences;
  const ranker = new Ranker(core, allSlots(core.popularity.length, core.rows), defaultWeights());
  const n = features.length;
  const count = Math.min(candidates, core.popularity.length);
  const values: Float32Array[] = [];
  const taken: number[] = [];
  const halves: number[] = [];
  const missed: [number, number] = [0, 0];
  for (const customer of chosen(customers, hashes, last)) {
    const owned = new Set(items.subarray(starts[customer], ends[customer]));
    const shortlist = shortlistOf(ranker.rank(rememberedOf(sequences, customer)), owned, count);
    const at = shortlist.indexOf(last[customer]!);
    const which = hashes[customer]! & 1;
    if (at < 0) missed[which as 0 | 1] += 1;
    else {
      const block = new Float32Array(count * n);
      shortlist.forEach((item, candidate) =>
        features.forEach(({ name }, feature) => (block[candidate * n + feature] = ranker.reader.valueOf(name, item))),
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

/** What a customer took, newest first, as serving remembers it. */
function rememberedOf({ starts, ends, items, strengths, minutes }: Sequences, customer: number): Remembered[] {
  const remembered: Remembered[] = [];
  const newest = ends[customer]! - 1;
  for (let at = newest; at >= Math.max(starts[customer]!, newest + 1 - rememberedItems); at -= 1) {
    const apartMs = (minutes[newest]! - minutes[at]!) * minuteMs;
    remembered.push({ item: items[at]!, slot: -1, weight: strengths[at]! * recency(newest - at, apartMs) });
  }
  return remembered;
}

/** The best `count` that the customer has not had. A small catalog has fewer: the last one stands in for the rest. */
function shortlistOf(scores: Float64Array, owned: ReadonlySet<number>, count: number): number[] {
  const best = new Best(count);
  for (let item = 0; item < scores.length; item += 1) if (!owned.has(item)) best.add(item, scores[item]!);
  const open = best.sorted();
  return Array.from({ length: open.length === 0 ? 0 : count }, (_, at) => open[Math.min(at, open.length - 1)]!.index);
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
