import { CheapestFirst } from './cheapest';

/** A customer's candidates, with the satisfaction that is predicted of each; higher is better, and only differences count. */
export interface CohortMember {
  customerId: string;
  candidates: { sku: string; score: number }[];
}

export interface CohortAssignment {
  /** The item of each member, in their order; null when none was left. */
  skus: (string | null)[];
  /** Sum of the scores of what was assigned. */
  total: number;
}

/**
 * One item per member, never more of an item than `units` (absent: none), so that the sum of scores is the highest there is; who goes
 * without counts 0 (or what the worst candidate of all counts, when that is less). Members are placed one by one, each along
 * the chain of moves that gains most (successive shortest paths with Dijkstra's search on reduced costs; Edmonds and Karp
 * 1972). A chain ends at the first item that has units left, so that only competition takes time. The order of members
 * does not change the sum.
 *
 * Not `solveAssignment` of dispatch: that one wants a full matrix with a column per unit, which thousands of members with
 * twenty candidates each do not have.
 */
export function assignCohort(members: readonly CohortMember[], units: ReadonlyMap<string, number>): CohortAssignment {
  const market = new Market(members, units);
  for (let member = 0; member < members.length; member += 1) market.place(member);
  return market.result();
}

class Market {
  private readonly left: number[] = [];
  private readonly holders: Set<number>[] = [];
  /** Per member: candidates' items and costs; the last one is to go without. */
  private readonly items: number[][];
  private readonly costs: number[][];
  /** The candidate that each member holds; -1: not placed yet. */
  private readonly held: Int32Array;
  /** What an item costs beyond its own cost since others want it too; 0 while units are left. */
  private readonly price: Float64Array;
  private readonly search: CheapestFirst;

  constructor(
    private readonly members: readonly CohortMember[],
    units: ReadonlyMap<string, number>,
  ) {
    const scores = members.flatMap(({ candidates }) => candidates.map(({ score }) => score));
    const best = scores.reduce((most, score) => Math.max(most, score), 0);
    const worst = scores.reduce((least, score) => Math.min(least, score), 0);
    const numbers = new Map<string, number>();
    const known = members.map(({ candidates }) =>
      candidates.map(({ sku }) => {
        if (!numbers.has(sku)) numbers.set(sku, this.add(units.get(sku) ?? 0));
        return numbers.get(sku)!;
      }),
    );
    // Going without comes last, so that an item that is worth as little as none is given.
    const none = this.add(members.length);
    this.items = known.map((items) => [...items, none]);
    this.costs = members.map(({ candidates }) => [...candidates.map(({ score }) => best - score), best - worst]);
    this.held = new Int32Array(members.length).fill(-1);
    this.price = new Float64Array(this.left.length);
    this.search = new CheapestFirst(this.left.length);
  }

  private add(units: number): number {
    this.left.push(units);
    this.holders.push(new Set());
    return this.left.length - 1;
  }

  /** Gives a member an item; those who hold it move on, if that is cheapest. */
  place(member: number): void {
    const { search } = this;
    search.clear();
    this.reach(search, member, 0);
    for (;;) {
      const item = search.nearest();
      if (item < 0) throw new RangeError('going without is always possible');
      if (this.left[item]! > 0) {
        this.follow(search, item);
        search.settle(item, this.price);
        return;
      }
      for (const holder of this.holders[item]!) this.reach(search, holder, search.reached(item));
    }
  }

  /** From a member, at distance `at`, to all of its candidates; what it holds is given back. */
  private reach(search: CheapestFirst, member: number, at: number): void {
    const [items, costs, held] = [this.items[member]!, this.costs[member]!, this.held[member]!];
    const given = held < 0 ? 0 : costs[held]! + this.price[items[held]!]!;
    for (let candidate = 0; candidate < items.length; candidate += 1) {
      if (candidate === held) continue;
      const step = costs[candidate]! + this.price[items[candidate]!]! - given;
      // What a member holds is its cheapest, so a step back can only be of rounding.
      search.offer(items[candidate]!, at + Math.max(0, step), member, candidate);
    }
  }

  private follow(search: CheapestFirst, end: number): void {
    this.left[end]! -= 1;
    let item = end;
    for (;;) {
      const { member, candidate } = search.into(item);
      const before = this.held[member]!;
      this.holders[item]!.add(member);
      this.held[member] = candidate;
      if (before < 0) return;
      item = this.items[member]![before]!;
      this.holders[item]!.delete(member);
    }
  }

  result(): CohortAssignment {
    let total = 0;
    const skus = this.members.map(({ candidates }, member) => {
      const candidate = candidates[this.held[member]!];
      total += candidate?.score ?? 0;
      return candidate?.sku ?? null;
    });
    return { skus, total };
  }
}
