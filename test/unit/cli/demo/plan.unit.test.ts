import fc from 'fast-check';
import { planDemo } from '#cli/demo/plan';

const customers = fc.integer({ min: 1, max: 60 });
const cycles = fc.integer({ min: 1, max: 12 });
const seed = fc.integer({ min: 0, max: 2 ** 31 - 1 });

describe('the plan of a demo', () => {
  it('is the same for the same seed', () => {
    fc.assert(
      fc.property(customers, cycles, seed, (n, m, s) => {
        expect(planDemo(n, m, s)).toEqual(planDemo(n, m, s));
      }),
    );
    expect(planDemo(20, 3, 1)).not.toEqual(planDemo(20, 3, 2));
  });

  it('has a choice of every customer for every cycle, and moves and pauses within them', () => {
    fc.assert(
      fc.property(customers, cycles, seed, (n, m, s) => {
        const plans = planDemo(n, m, s);
        expect(plans).toHaveLength(n);
        for (const { choices, movesIn, pausesIn } of plans) {
          expect(choices).toHaveLength(m);
          for (const cycle of [movesIn, pausesIn]) expect(cycle === null || (cycle >= 0 && cycle < m)).toBe(true);
        }
      }),
    );
  });

  it('has a swap, a skip where somebody has a second cycle, and nobody who skips everything', () => {
    fc.assert(
      fc.property(customers, cycles, seed, (n, m, s) => {
        const plans = planDemo(n, m, s);
        const all = plans.flatMap(({ choices }) => choices);
        expect(all).toContain('swap');
        if (m > 1) expect(all).toContain('skip');
        for (const { choices } of plans) expect(choices.every((choice) => choice === 'skip')).toBe(false);
      }),
    );
  });
});
