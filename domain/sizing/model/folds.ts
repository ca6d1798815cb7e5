import { seededRandom } from '../../numbers/random';

/** Rows dealt at random into parts. */
export class Folds {
  constructor(
    readonly all: Int32Array,
    readonly folds: Int32Array[],
    readonly foldOf: Uint8Array,
  ) {}

  /** All rows but those of the fold, ascending. */
  others(fold: number): Int32Array {
    return this.all.filter((row) => this.foldOf[row] !== fold);
  }
}

export function foldsOf(rows: number, count: number, seed: number): Folds {
  const random = seededRandom(seed);
  const foldOf = Uint8Array.from({ length: rows }, () => Math.floor(random() * count));
  const all = Int32Array.from({ length: rows }, (_, row) => row);
  const folds = Array.from({ length: count }, (_, fold) => all.filter((row) => foldOf[row] === fold));
  return new Folds(all, folds, foldOf);
}
