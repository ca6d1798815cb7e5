import fc from 'fast-check';
import { addTallies } from '#domain/metrics/addTallies';
import { tallyOf } from '#domain/numbers/tally';
import type { GroupTally } from '#domain/metrics/types';

const stars = fc.integer({ min: 1, max: 5 });
const customers = fc.array(fc.array(stars, { minLength: 1, maxLength: 6 }), { minLength: 1, maxLength: 20 });

function groupTally(values: number[][], key = '2026-01'): GroupTally {
  const histogram: Record<string, number> = {};
  for (const value of values.flat()) histogram[value] = (histogram[value] ?? 0) + 1;
  return { ...tallyOf(values), metric: 'itemStars', programId: 'toys', key, histogram };
}

test('parts of the customers add up to all of them, wherever they are cut', () => {
  fc.assert(
    fc.property(customers, fc.nat(20), (all, at) => {
      const parts = [all.slice(0, at), all.slice(at)].filter((part) => part.length > 0);
      expect(addTallies(parts.map((part) => [groupTally(part)]))).toEqual([groupTally(all)]);
    }),
  );
});

test('groups, programs and metrics stay apart; one that is in a single part is kept', () => {
  const [one, other] = [groupTally([[1, 2]]), groupTally([[5]], '2026-02')];
  const elsewhere = { ...one, programId: 'games' };
  const rate = { ...one, metric: 'swapRate' };
  const added = addTallies([[one, other], [elsewhere], [rate, one]]);
  expect(added).toEqual([
    groupTally([
      [1, 2],
      [1, 2],
    ]),
    other,
    elsewhere,
    rate,
  ]);
  expect(one).toEqual(groupTally([[1, 2]])); // what was given is left as it was
  expect(addTallies([])).toEqual([]);
});
