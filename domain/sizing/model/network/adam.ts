/** How much of the past the running means of slopes and of their squares keep, as the authors propose. */
const keepSlope = 0.9;
const keepSquare = 0.999;

/** Adam (Kingma and Ba 2015): each weight moves by its mean slope over the root of its mean squared slope. */
export class Adam {
  /** Of the loss by each weight. Callers add to them, and a step takes them and sets them to 0. */
  readonly slopes: Float32Array;
  readonly #means: Float32Array;
  readonly #squares: Float32Array;
  #steps = 0;

  constructor(readonly weights: Float32Array) {
    this.slopes = new Float32Array(weights.length);
    this.#means = new Float32Array(weights.length);
    this.#squares = new Float32Array(weights.length);
  }

  /** `rows` is how many rows the slopes are the sum of. */
  step(rate: number, rows: number): void {
    this.#steps += 1;
    const { weights, slopes } = this;
    const means = this.#means;
    const squares = this.#squares;
    // The means start at 0, which these undo.
    const ofMean = rate / (1 - keepSlope ** this.#steps);
    const ofSquare = 1 / (1 - keepSquare ** this.#steps);
    for (let at = 0; at < weights.length; at += 1) {
      const slope = slopes[at]! / rows;
      slopes[at] = 0;
      means[at] = keepSlope * means[at]! + (1 - keepSlope) * slope;
      squares[at] = keepSquare * squares[at]! + (1 - keepSquare) * slope * slope;
      weights[at]! -= (ofMean * means[at]!) / (Math.sqrt(ofSquare * squares[at]!) + 1e-8);
    }
  }
}
