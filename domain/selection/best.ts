export interface Scored {
  index: number;
  score: number;
}

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
    if (this.size < this.limit) this.raise(this.size++, index, score);
    else if (this.limit > 0 && this.isWorse(0, score, index)) this.sink(index, score);
  }

  /** What is below this is not among the best any more. */
  get worstScore(): number {
    return this.size < this.limit ? -Infinity : (this.scores[0] ?? Infinity);
  }

  /** Forgets all entries. */
  clear(): void {
    this.size = 0;
  }

  /** Visits the kept entries in an order that says nothing. */
  each(visit: (index: number, score: number) => void): void {
    for (let at = 0; at < this.size; at += 1) visit(this.indexes[at]!, this.scores[at]!);
  }

  /** Best first. */
  sorted(): Scored[] {
    const entries = Array.from({ length: this.size }, (_, at) => ({
      index: this.indexes[at]!,
      score: this.scores[at]!,
    }));
    return entries.sort((one, other) => other.score - one.score || one.index - other.index);
  }

  /** Puts an entry at the free place `from`, or above it: entries that are better than it come down. */
  private raise(from: number, index: number, score: number): void {
    let at = from;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (this.isWorse(parent, score, index)) break;
      this.move(parent, at);
      at = parent;
    }
    this.indexes[at] = index;
    this.scores[at] = score;
  }

  /** Puts an entry in the place of the worst one, or below it: entries that are worse than it come up. */
  private sink(index: number, score: number): void {
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child + 1 < this.size && this.isWorse(child + 1, this.scores[child]!, this.indexes[child]!)) child += 1;
      if (child >= this.size || !this.isWorse(child, score, index)) break;
      this.move(child, at);
      at = child;
    }
    this.indexes[at] = index;
    this.scores[at] = score;
  }

  /** Is the kept entry `at` worse than another one? */
  private isWorse(at: number, score: number, index: number): boolean {
    const own = this.scores[at]!;
    return own < score || (own === score && this.indexes[at]! > index);
  }

  private move(from: number, to: number): void {
    this.indexes[to] = this.indexes[from]!;
    this.scores[to] = this.scores[from]!;
  }
}
