import { type Network, type Networks, setInputs, unitSum } from './network';

/** Which inputs differ from the first one's, and by how much: the first `count` of each array. */
interface Changed {
  count: number;
  readonly places: Int32Array;
  readonly changes: Float64Array;
}

/**
 * What networks say of cases that are asked about together and are alike: one customer and style, in each of its sizes. The
 * sums of the first one's units are kept; of the others only the inputs that differ from its are looked at, two in five.
 */
export class NetworkReader {
  readonly #inputs: Float32Array;
  readonly #first: Float32Array;
  /** Of the first one, per network and unit, before they are rectified. */
  readonly #sums: Float64Array[];
  readonly #changed: Changed;

  constructor(readonly networks: Networks) {
    const width = networks.scales.means.length;
    this.#inputs = new Float32Array(width);
    this.#first = new Float32Array(width);
    this.#sums = networks.each.map(({ outputs }) => new Float64Array(outputs.length / 3 - 1));
    this.#changed = { count: 0, places: new Int32Array(width), changes: new Float64Array(width) };
  }

  /**
   * Adds the mean of the networks' scores of a row, `share` of it, to those of small, fit and large. Rows from the first on, one
   * after the other: it is what the others are compared to.
   */
  addScores(features: Float32Array, row: number, share: number, scores: Float64Array): void {
    const { each, scales } = this.networks;
    setInputs(scales, features, row * this.#inputs.length, this.#inputs);
    if (row === 0) this.#begin();
    this.#compare();
    each.forEach((network, at) => addOwnScores(network, this.#sums[at]!, this.#changed, share / each.length, scores));
  }

  #begin(): void {
    const first = this.#first;
    first.set(this.#inputs);
    this.networks.each.forEach(({ units }, network) => setSums(units, first, this.#sums[network]!));
  }

  #compare(): void {
    const { places, changes } = this.#changed;
    let count = 0;
    for (let at = 0; at < this.#inputs.length; at += 1) {
      const change = this.#inputs[at]! - this.#first[at]!;
      if (change === 0) continue;
      places[count] = at;
      changes[count] = change;
      count += 1;
    }
    this.#changed.count = count;
  }
}

function setSums(units: Float32Array, inputs: Float32Array, sums: Float64Array): void {
  for (let unit = 0; unit < sums.length; unit += 1) sums[unit] = unitSum(units, unit * (inputs.length + 1), inputs);
}

/** Of one network, whose units have these sums before anything changed. */
function addOwnScores(
  { units, outputs }: Network,
  sums: Float64Array,
  changed: Changed,
  weight: number,
  scores: Float64Array,
): void {
  const count = sums.length;
  const width = units.length / count;
  const [small, fit, large] = [0, count + 1, 2 * (count + 1)];
  let ofSmall = outputs[small + count]!;
  let ofFit = outputs[fit + count]!;
  let ofLarge = outputs[large + count]!;
  for (let unit = 0; unit < count; unit += 1) {
    const sum = sums[unit]! + changedSum(units, unit * width, changed);
    if (sum <= 0) continue;
    ofSmall += sum * outputs[small + unit]!;
    ofFit += sum * outputs[fit + unit]!;
    ofLarge += sum * outputs[large + unit]!;
  }
  scores[0]! += weight * ofSmall;
  scores[1]! += weight * ofFit;
  scores[2]! += weight * ofLarge;
}

/** Four sums side by side, as in `unitSum`. */
function changedSum(units: Float32Array, base: number, { count, places, changes }: Changed): number {
  let a = 0;
  let b = 0;
  let c = 0;
  let d = 0;
  let at = 0;
  for (; at + 3 < count; at += 4) {
    a += units[base + places[at]!]! * changes[at]!;
    b += units[base + places[at + 1]!]! * changes[at + 1]!;
    c += units[base + places[at + 2]!]! * changes[at + 2]!;
    d += units[base + places[at + 3]!]! * changes[at + 3]!;
  }
  for (; at < count; at += 1) a += units[base + places[at]!]! * changes[at]!;
  return a + b + (c + d);
}
