/** A search for the cheapest way to an item (Dijkstra): items come nearest first, and know how they were reached. */
export class CheapestFirst {
  private readonly distance: Float64Array;
  private readonly member: Int32Array;
  private readonly candidate: Int32Array;
  private readonly done: Uint8Array;
  private readonly seen: number[] = [];
  /** A binary heap of items with the distance at which they were put in; outdated entries are passed over. */
  private readonly heap: { item: number; distance: number }[] = [];

  constructor(items: number) {
    this.distance = new Float64Array(items).fill(Infinity);
    this.member = new Int32Array(items);
    this.candidate = new Int32Array(items);
    this.done = new Uint8Array(items);
  }

  clear(): void {
    for (const item of this.seen) {
      this.distance[item] = Infinity;
      this.done[item] = 0;
    }
    this.seen.length = 0;
    this.heap.length = 0;
  }

  /** The item can be reached at this distance, by giving it to a member as one of its candidates. */
  offer(item: number, distance: number, member: number, candidate: number): void {
    if (distance >= this.distance[item]!) return;
    if (this.distance[item] === Infinity) this.seen.push(item);
    this.distance[item] = distance;
    this.member[item] = member;
    this.candidate[item] = candidate;
    this.push({ item, distance });
  }

  /** The nearest item that was not returned yet; -1 when there is none. */
  nearest(): number {
    for (;;) {
      const top = this.pop();
      if (!top) return -1;
      if (this.done[top.item] === 1) continue;
      this.done[top.item] = 1;
      return top.item;
    }
  }

  reached(item: number): number {
    return this.distance[item]!;
  }

  /** Who was given the item, and as which of their candidates. */
  into(item: number): { member: number; candidate: number } {
    return { member: this.member[item]!, candidate: this.candidate[item]! };
  }

  /** Raises the prices of what was nearer than `end`, so that every later step costs at least 0. */
  settle(end: number, price: Float64Array): void {
    const length = this.distance[end]!;
    for (const item of this.seen) if (this.done[item] === 1) price[item]! += length - this.distance[item]!;
  }

  private push(entry: { item: number; distance: number }): void {
    const { heap } = this;
    let at = heap.push(entry) - 1;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!isNearer(entry, heap[parent]!)) break;
      heap[at] = heap[parent]!;
      at = parent;
    }
    heap[at] = entry;
  }

  private pop(): { item: number; distance: number } | undefined {
    const { heap } = this;
    const top = heap[0];
    const last = heap.pop();
    if (!top || !last || heap.length === 0) return top;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && isNearer(heap[child + 1]!, heap[child]!)) child += 1;
      if (!isNearer(heap[child]!, last)) break;
      heap[at] = heap[child]!;
      at = child;
    }
    heap[at] = last;
    return top;
  }
}

/** Ties go to the lower number, so that the same question has the same answer. */
const isNearer = (one: { item: number; distance: number }, other: { item: number; distance: number }): boolean =>
  one.distance < other.distance || (one.distance === other.distance && one.item < other.item);
