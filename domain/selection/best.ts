/**
 * The `limit` best of the entries that were added, best first: higher score, then lower index. A binary heap with the
 * worst kept entry on top, so that a catalog of any size is ranked without being sorted.
 */
export class Best {
  private readonly indexes: Int32Array;
  private readonly scores: Float64Array;
  private size = 0;

  constructor(private readonly limit: number) {
    this.indexes = new Int32Array(limit);
    this.scores = new Float64Array(limit);
  }

  add(index: number, score: number): void {
    if (this.size < this.limit) {
      this.place(this.size, index, score);
      this.size += 1;
      this.raise(this.size - 1);
    } else if (this.limit > 0 && this.isWorse(this.scores[0]!, this.indexes[0]!, score, index)) {
      this.place(0, index, score);
      this.sink(0);
    }
  }

  /** Forgets all entries. */
  clear(): void {
    this.size = 0;
  }

  /** Visits the kept indexes in an order that says nothing. */
  each(visit: (index: number) => void): void {
    for (let at = 0; at < this.size; at += 1) visit(this.indexes[at]!);
  }

  /** Indexes, best first. */
  sorted(): number[] {
    return Array.from({ length: this.size }, (_, at) => at)
      .sort((a, b) => this.scores[b]! - this.scores[a]! || this.indexes[a]! - this.indexes[b]!)
      .map((at) => this.indexes[at]!);
  }

  private raise(from: number): void {
    let at = from;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!this.worseAt(at, parent)) return;
      this.swap(at, parent);
      at = parent;
    }
  }

  private sink(from: number): void {
    let at = from;
    for (;;) {
      let worst = at;
      for (const child of [2 * at + 1, 2 * at + 2]) {
        if (child < this.size && this.worseAt(child, worst)) worst = child;
      }
      if (worst === at) return;
      this.swap(at, worst);
      at = worst;
    }
  }

  private worseAt(a: number, b: number): boolean {
    return this.isWorse(this.scores[a]!, this.indexes[a]!, this.scores[b]!, this.indexes[b]!);
  }

  private isWorse(score: number, index: number, otherScore: number, otherIndex: number): boolean {
    return score < otherScore || (score === otherScore && index > otherIndex);
  }

  private swap(a: number, b: number): void {
    const [index, score] = [this.indexes[a]!, this.scores[a]!];
    this.place(a, this.indexes[b]!, this.scores[b]!);
    this.place(b, index, score);
  }

  private place(at: number, index: number, score: number): void {
    this.indexes[at] = index;
    this.scores[at] = score;
  }
}
