import { softmax } from '../boost/boost';
import { Adam } from './adam';
import { type Network, unitSum } from './network';

/** Part of the units that a record does not see in training, drawn anew each time (dropout; Srivastava et al. 2014). */
const dropped = 0.3;

/** A network while it learns: it sees the rows of a batch, then takes a step. It has `count` units. */
export class Lesson {
  readonly network: Network;
  readonly #units: Adam;
  readonly #outputs: Adam;
  readonly #active: Float32Array;
  readonly #chances = new Float64Array(3);

  constructor(
    readonly width: number,
    readonly count: number,
    start: Float64Array,
    readonly random: () => number,
  ) {
    // So that a unit's sum has a spread of about 1 whatever the width (He et al. 2015); outputs begin near the classes'
    // shares: getting there takes a quarter of the steps otherwise, and bends the units.
    const most = Math.sqrt(6 / width);
    this.#active = new Float32Array(count);
    const units = Float32Array.from({ length: count * (width + 1) }, (_, at) =>
      at % (width + 1) === width ? 0 : (random() * 2 - 1) * most,
    );
    const outputs = Float32Array.from({ length: 3 * (count + 1) }, (_, at) =>
      at % (count + 1) === count ? start[Math.floor(at / (count + 1))]! : (random() * 2 - 1) * 0.02,
    );
    this.network = { units, outputs };
    this.#units = new Adam(units);
    this.#outputs = new Adam(outputs);
  }

  /** Adds a row's slopes of the log loss. */
  see(inputs: Float32Array, own: number): void {
    this.#setActive(inputs);
    const chances = this.#setChances();
    const { network, width, count } = this;
    const { outputs } = network;
    const active = this.#active;
    chances[own]! -= 1;
    for (let k = 0; k < 3; k += 1) this.#outputs.slopes[k * (count + 1) + count]! += chances[k]!;
    for (let unit = 0; unit < count; unit += 1) {
      if (active[unit] === 0) continue;
      let slope = 0;
      for (let k = 0; k < 3; k += 1) {
        const at = k * (count + 1) + unit;
        this.#outputs.slopes[at]! += chances[k]! * active[unit]!;
        slope += chances[k]! * outputs[at]!;
      }
      addScaled(this.#units.slopes, unit * (width + 1), inputs, slope / (1 - dropped));
    }
  }

  step(rate: number, rows: number): void {
    this.#units.step(rate, rows);
    this.#outputs.step(rate, rows);
  }

  /** What the units give on: 0 of those that are dropped, and the more of the others, so that their sum stays. */
  #setActive(inputs: Float32Array): void {
    const { network, width, count } = this;
    for (let unit = 0; unit < count; unit += 1) {
      const sum = this.random() < dropped ? 0 : unitSum(network.units, unit * (width + 1), inputs);
      this.#active[unit] = sum > 0 ? sum / (1 - dropped) : 0;
    }
  }

  #setChances(): Float64Array {
    for (let k = 0; k < 3; k += 1) {
      this.#chances[k] = unitSum(this.network.outputs, k * (this.count + 1), this.#active);
    }
    return softmax(this.#chances);
  }
}

/** Adds to the slopes of a unit's weights and of its bias. */
function addScaled(slopes: Float32Array, base: number, inputs: Float32Array, slope: number): void {
  for (let at = 0; at < inputs.length; at += 1) slopes[base + at]! += slope * inputs[at]!;
  slopes[base + inputs.length]! += slope;
}
