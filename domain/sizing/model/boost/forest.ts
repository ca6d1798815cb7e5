/**
 * Decision trees, in turn for the scores of small, fit and large: the first adds to small, the fourth too. All nodes of all
 * trees are in the same arrays; a node with `feature` -1 is a leaf.
 */
export interface Forest {
  roots: Int32Array;
  features: Int32Array;
  /** Values up to this go to the node `below`; larger ones to the one after it. Of a leaf: what it adds. */
  limits: Float32Array;
  below: Int32Array;
  /** 1 where a missing value goes the way of the larger ones, otherwise 0. */
  missing: Int32Array;
}

/**
 * Adds the scores of the rows of `matrix`, which have `width` features each, to `scores`, which has three for each row. One tree
 * after the other: a tree that is at hand serves all rows.
 */
export function addScores(
  { roots, features, limits, below, missing }: Forest,
  matrix: Float32Array,
  width: number,
  scores: Float64Array,
): void {
  const rows = scores.length / 3;
  for (let tree = 0; tree < roots.length; tree += 1) {
    for (let row = 0; row < rows; row += 1) {
      const start = row * width;
      let node = roots[tree]!;
      let feature = features[node]!;
      while (feature >= 0) {
        const value = matrix[start + feature]!;
        // NaN compares as false with anything.
        const larger = missing[node] === 1 ? !(value <= limits[node]!) : value > limits[node]!;
        node = below[node]! + (larger ? 1 : 0);
        feature = features[node]!;
      }
      scores[row * 3 + (tree % 3)]! += limits[node]!;
    }
  }
}

/** Grows the arrays while trees are added. */
export class ForestBuilder {
  readonly #roots: number[] = [];
  readonly #features: number[] = [];
  readonly #limits: number[] = [];
  readonly #below: number[] = [];
  readonly #missing: number[] = [];

  /** A new leaf, which for now adds nothing. */
  leaf(): number {
    this.#limits.push(0);
    this.#below.push(0);
    this.#missing.push(0);
    return this.#features.push(-1) - 1;
  }

  root(): number {
    const node = this.leaf();
    this.#roots.push(node);
    return node;
  }

  /** Makes a node out of a leaf; gives its lower child, and the other one is the next number. */
  split(node: number, feature: number, limit: number, missing: number): number {
    const child = this.leaf();
    this.leaf();
    this.#features[node] = feature;
    this.#limits[node] = limit;
    this.#below[node] = child;
    this.#missing[node] = missing;
    return child;
  }

  setValue(leaf: number, value: number): void {
    this.#limits[leaf] = value;
  }

  /** Adds the trees of another forest after these. */
  append({ roots, features, limits, below, missing }: Forest): void {
    const nodes = this.#features.length;
    for (const root of roots) this.#roots.push(root + nodes);
    features.forEach((feature, node) => {
      this.#features.push(feature);
      this.#limits.push(limits[node]!);
      this.#below.push(below[node]! + nodes);
      this.#missing.push(missing[node]!);
    });
  }

  finish(): Forest {
    return {
      roots: Int32Array.from(this.#roots),
      features: Int32Array.from(this.#features),
      limits: Float32Array.from(this.#limits),
      below: Int32Array.from(this.#below),
      missing: Int32Array.from(this.#missing),
    };
  }
}
