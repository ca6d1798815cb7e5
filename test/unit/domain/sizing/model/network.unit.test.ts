import { seededRandom } from '#domain/numbers/random';
import { learnNetworks } from '#domain/sizing/model/network/learnNetworks';
import { unitSum } from '#domain/sizing/model/network/network';
import { NetworkReader } from '#domain/sizing/model/network/reader';

const random = seededRandom(7);
const rows = 3_000;
const width = 3;
/** Two columns that only count together (the first missing in a fifth of the rows), and one that is always missing. */
const features = Float32Array.from({ length: rows * width }, (_, at) =>
  at % width === 2 || at % 15 === 0 ? Number.NaN : random() * 2 - 1,
);
const classes = Uint8Array.from({ length: rows }, (_, row) => {
  const product = features[row * width]! * features[row * width + 1]!;
  return product > 0.1 ? 2 : product < -0.1 ? 0 : 1;
});
const start = new Float64Array(3).fill(Math.log(1 / 3));
const lessons = { features, width, classes, start };
const networks = learnNetworks(lessons, 1, () => undefined);

const reader = new NetworkReader(networks);

/** Of each row of a matrix, asked about together. */
function scoresOfAll(matrix: Float32Array): Float64Array[] {
  return Array.from({ length: matrix.length / width }, (_, row) => {
    const scores = new Float64Array(3);
    reader.addScores(matrix, row, 1, scores);
    return scores;
  });
}

const scoresOf = (row: Float32Array): Float64Array => scoresOfAll(row)[0]!;

describe('networks', () => {
  it('learn a rule that needs two columns at once', () => {
    let right = 0;
    for (let row = 0; row < rows; row += 1) {
      const scores = scoresOf(features.subarray(row * width, (row + 1) * width));
      if (scores.indexOf(Math.max(...scores)) === classes[row]) right += 1;
    }
    expect(right / rows).toBeGreaterThan(0.85);
  });

  it('take a missing value for the middle of its column', () => {
    const [middle] = networks.scales.means;
    const missing = scoresOf(Float32Array.of(Number.NaN, 0.5, Number.NaN));
    const known = scoresOf(Float32Array.of(middle!, 0.5, Number.NaN));
    for (let k = 0; k < 3; k += 1) expect(missing[k]!).toBeCloseTo(known[k]!, 5);
  });

  it('are not moved further by a value that is far beyond all others', () => {
    const far = scoresOf(Float32Array.of(50, 0.5, 0));
    expect(scoresOf(Float32Array.of(1e30, 0.5, 0))).toEqual(far);
    expect(scoresOf(Float32Array.of(Infinity, 0.5, 0))).toEqual(far);
  });

  it('are the same twice, and others for another seed', () => {
    const few = { ...lessons, features: features.slice(0, 300 * width), classes: classes.slice(0, 300) };
    const learn = (seed: number) => learnNetworks(few, seed, () => undefined).each;
    expect(learn(1)).toEqual(learn(1));
    expect(learn(1)).not.toEqual(learn(2));
  });

  it('add the share of their scores that is asked for, on top of what is there', () => {
    const row = Float32Array.of(0.3, -0.2, 0);
    const whole = scoresOf(row);
    const half = Float64Array.of(1, 2, 3);
    reader.addScores(row, 0, 0.5, half);
    for (let k = 0; k < 3; k += 1) expect(half[k]!).toBeCloseTo(k + 1 + whole[k]! / 2, 9);
  });

  it('say the same of rows that are asked about together as of each alone', () => {
    const some = features.slice(0, 60 * width);
    scoresOfAll(some).forEach((scores, row) => {
      const alone = scoresOf(some.subarray(row * width, (row + 1) * width));
      for (let k = 0; k < 3; k += 1) expect(scores[k]!).toBeCloseTo(alone[k]!, 5);
    });
  });

  it.each([1, 3, 4, 6])('sum %d weighted inputs and the bias', (count) => {
    const weights = Float32Array.from({ length: count + 1 }, (_, at) => at + 1);
    const inputs = Float32Array.from({ length: count }, (_, at) => 10 ** at);
    const expected = inputs.reduce((sum, input, at) => sum + input * (at + 1), count + 1);
    expect(unitSum(weights, 0, inputs)).toBe(expected);
  });
});
