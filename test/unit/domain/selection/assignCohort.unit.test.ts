import fc from 'fast-check';
import { assignCohort, type CohortMember } from '#domain/selection/assignCohort';

const skus = ['a', 'b', 'c', 'd'];
const member = fc
  .record({
    scores: fc.array(fc.integer({ min: 0, max: 20 }), { minLength: 4, maxLength: 4 }),
    wanted: fc.subarray(skus),
  })
  .map(({ scores, wanted }) => wanted.map((sku) => ({ sku, score: scores[skus.indexOf(sku)]! })));
const cohort = fc
  .array(member, { maxLength: 5 })
  .map((all): CohortMember[] => all.map((candidates, at) => ({ customerId: `cus_${at}`, candidates })));
const stock = fc
  .array(fc.integer({ min: 0, max: 2 }), { minLength: 4, maxLength: 4 })
  .map((units) => new Map(skus.map((sku, at) => [sku, units[at]!])));

/** The best of all assignments there are. */
function bruteForce(members: readonly CohortMember[], units: ReadonlyMap<string, number>): number {
  const [first, ...rest] = members;
  if (!first) return 0;
  const served = first.candidates
    .filter(({ sku }) => (units.get(sku) ?? 0) > 0)
    .map(({ sku, score }) => score + bruteForce(rest, new Map([...units, [sku, units.get(sku)! - 1]])));
  return Math.max(bruteForce(rest, units), ...served);
}

/** First come, first served. */
function greedy(members: readonly CohortMember[], units: ReadonlyMap<string, number>): number {
  const left = new Map(units);
  let total = 0;
  for (const { candidates } of members) {
    const best = candidates.filter(({ sku }) => (left.get(sku) ?? 0) > 0).sort((a, b) => b.score - a.score)[0];
    if (!best) continue;
    left.set(best.sku, left.get(best.sku)! - 1);
    total += best.score;
  }
  return total;
}

describe('assignCohort', () => {
  it('finds the highest sum there is, with the units there are', () => {
    fc.assert(
      fc.property(cohort, stock, (members, units) => {
        const { skus: assigned, total } = assignCohort(members, units);
        expect(total).toBe(bruteForce(members, units));
        expect(assigned).toHaveLength(members.length);
        for (const sku of skus) {
          expect(assigned.filter((each) => each === sku).length).toBeLessThanOrEqual(units.get(sku)!);
        }
        const own = members.map(({ candidates }, at) => candidates.find(({ sku }) => sku === assigned[at])?.score ?? 0);
        expect(own.reduce((sum, score) => sum + score, 0)).toBe(total);
      }),
      { numRuns: 500 },
    );
  });

  it('is never worse than first come, first served, in whatever order members come', () => {
    fc.assert(
      fc.property(cohort, stock, (members, units) => {
        const { total } = assignCohort(members, units);
        expect(total).toBeGreaterThanOrEqual(greedy(members, units));
        expect(assignCohort(members.toReversed(), units).total).toBe(total);
      }),
    );
  });

  it('gives the scarce item to who has no other, and the same answer twice', () => {
    const members = [
      {
        customerId: 'cus_1',
        candidates: [
          { sku: 'a', score: 5 },
          { sku: 'b', score: 4.9 },
        ],
      },
      { customerId: 'cus_2', candidates: [{ sku: 'a', score: 5 }] },
    ];
    const units = new Map([
      ['a', 1],
      ['b', 1],
    ]);
    expect(assignCohort(members, units).skus).toEqual(['b', 'a']);
    expect(assignCohort(members, units)).toEqual(assignCohort(members, units));
  });

  it('leaves those without candidates, and without units, with nothing', () => {
    expect(assignCohort([], new Map())).toEqual({ skus: [], total: 0 });
    const members = [
      { customerId: 'cus_1', candidates: [] },
      { customerId: 'cus_2', candidates: [{ sku: 'a', score: -3 }] },
    ];
    expect(assignCohort(members, new Map()).skus).toEqual([null, null]);
    expect(assignCohort(members, new Map([['a', 1]])).skus).toEqual([null, 'a']);
  });
});
