import fc from 'fast-check';
import { Best } from '#domain/selection/best';

/** Few different scores, so that many are equal. */
const scores = fc.array(fc.integer({ min: 0, max: 20 }), { maxLength: 300 });
const limit = fc.integer({ min: 0, max: 40 });

function bestOf(all: number[], most: number): Best {
  const best = new Best(most);
  all.forEach((score, index) => best.add(index, score));
  return best;
}

describe('the best of many', () => {
  it('are what sorting all of them gives, ties by index', () => {
    fc.assert(
      fc.property(scores, limit, (all, most) => {
        const sorted = all
          .map((score, index) => ({ index, score }))
          .sort((one, other) => other.score - one.score || one.index - other.index);
        expect(bestOf(all, most).sorted()).toEqual(sorted.slice(0, most));
      }),
    );
  });

  it('are not changed by what is below the worst score', () => {
    fc.assert(
      fc.property(scores, limit, (all, most) => {
        const best = bestOf(all, most);
        const { worstScore } = best;
        expect(worstScore).toBe(all.length < most ? -Infinity : (best.sorted().at(-1)?.score ?? Infinity));
        const before = best.sorted();
        if (worstScore > -Infinity && worstScore < Infinity) best.add(1_000, worstScore - 1);
        expect(best.sorted()).toEqual(before);
      }),
    );
  });

  it('are none after all were forgotten', () => {
    const best = bestOf([3, 1, 2], 2);
    best.clear();
    expect(best.sorted()).toEqual([]);
    best.add(7, 1);
    expect(best.sorted()).toEqual([{ index: 7, score: 1 }]);
  });
});
