import { seededRandom } from '#domain/numbers/random';
import { binned } from '#domain/sizing/model/boost/bins';
import { boost, softmax } from '#domain/sizing/model/boost/boost';
import { addScores } from '#domain/sizing/model/boost/forest';

const random = seededRandom(5);
const rows = 2_000;
/** Two useful columns (the second missing in a third of the rows) and a useless one. */
const matrix = Float32Array.from({ length: rows * 3 }, (_, at) =>
  at % 3 === 1 && Math.floor(at / 3) % 3 === 0 ? Number.NaN : random() * 10,
);
const classOf = (row: number): number => {
  const [first, second] = [matrix[row * 3]!, matrix[row * 3 + 1]!];
  if (Number.isNaN(second)) return 1;
  return first + second < 7 ? 0 : first * second > 40 ? 2 : 1;
};
const classes = Uint8Array.from({ length: rows }, (_, row) => classOf(row));
const options = {
  rounds: 60,
  leaves: 8,
  leastRows: 10,
  ridge: 1,
  learningRate: 0.2,
  rowShare: 0.8,
  columnShare: 1,
  seed: 1,
};

describe('boosted trees', () => {
  it('learn a rule of two columns and of a missing value, and give the scores that they were trained with', () => {
    const scores = new Float64Array(rows * 3);
    const data = binned(matrix, rows, 3);
    const target = { rows: Int32Array.from({ length: rows }, (_, row) => row), classes, scores };
    const forest = boost(data, target, options);
    let right = 0;
    for (let row = 0; row < rows; row += 1) {
      const own = new Float64Array(3);
      addScores(forest, matrix.subarray(row * 3, row * 3 + 3), 3, own);
      for (let k = 0; k < 3; k += 1) expect(own[k]).toBeCloseTo(scores[row * 3 + k]!, 4);
      if (own.indexOf(Math.max(...own)) === classes[row]) right += 1;
    }
    expect(right / rows).toBeGreaterThan(0.97);
  });

  it('put every number into the first bin that holds it, and missing ones into none', () => {
    const { columns, limits } = binned(Float32Array.from([3, 1, Number.NaN, 2, 2, 9]), 6, 1);
    expect([...limits[0]!]).toEqual([1, 2, 3, 9]);
    expect([...columns[0]!]).toEqual([3, 1, 0, 2, 2, 4]);
  });

  it('take a column that is always missing', () => {
    const { columns } = binned(new Float32Array(4).fill(Number.NaN), 4, 1);
    expect([...columns[0]!]).toEqual([0, 0, 0, 0]);
  });

  it('send missing values either way, whichever helps more', () => {
    const own = Float32Array.from({ length: 400 }, (_, at) => (at % 4 === 0 ? Number.NaN : at % 4));
    for (const like of [1, 3]) {
      const isLike = (at: number): boolean => at % 4 === 0 || at % 4 === like;
      const kinds = Uint8Array.from(own, (_, at) => (isLike(at) ? 2 : 1));
      const target = { rows: Int32Array.from(own.keys()), classes: kinds, scores: new Float64Array(1_200) };
      const forest = boost(binned(own, 400, 1), target, { ...options, rounds: 1, leaves: 2 });
      const scoreOf = (value: number): number => {
        const scores = new Float64Array(3);
        addScores(forest, Float32Array.of(value), 1, scores);
        return scores[2]!;
      };
      expect(scoreOf(Number.NaN)).toBe(scoreOf(like));
      expect(scoreOf(Number.NaN)).toBeGreaterThan(scoreOf(2));
    }
  });

  it('softmax does not overflow', () => {
    expect([...softmax(Float64Array.from([1_000, 0, -1_000]))]).toEqual([1, 0, 0]);
  });
});
