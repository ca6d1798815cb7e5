import { alternatives, offer } from '#activities/selection/offer';
import { ProgramCatalog } from '#serving/picks/preparedCatalogs';
import { rulesFor } from '#domain/experiments/rules';
import type { Experiment } from '#domain/program/types';
import { selectItem } from '#domain/selection/index';
import type { RankedItem } from '#domain/selection/types';
import { toyProgram } from '#test/support/toyProgram';
import { item, newcomer } from '#test/unit/domain/selection/fixtures';

const weightsOfArm = { rating: 1, awards: 0, preference: 0, novelty: 20 };
const experiments: Experiment[] = [
  {
    id: 'spread',
    title: 'Far more weight on what is new',
    arms: [
      { id: 'control', share: 0.5 },
      { id: 'more', share: 0.5, selection: { weights: weightsOfArm } },
    ],
  },
];
const program = toyProgram({ experiments });
/** Puzzles are rated better than everything else, and there are enough of them for all alternatives. */
const items = [
  ...Array.from({ length: 30 }, (_, n) =>
    item(`puzzle-${n}`, { categoryPath: ['Toys', 'Puzzles'], rating: 4.8, reviewCount: 1_000 + n }),
  ),
  ...Array.from({ length: 12 }, (_, n) =>
    item(`other-${n}`, { categoryPath: ['Toys', `Kind ${n}`], rating: 2, reviewCount: 1_000 + n }),
  ),
];
const catalog = new ProgramCatalog(program, items);

/** A ranking as it is made, of the pick and `count` alternatives. */
function ranked(arm: string, count: number): RankedItem[] {
  const rules = rulesFor(program.selection, experiments, { spread: arm });
  const anyone = { likes: [], dislikes: [] };
  const found = selectItem(catalog.for(rules), rules, program.plans[0]!, anyone, newcomer, { alternatives: count })!;
  return [found.pick, ...found.alternatives];
}
const skus = (each: RankedItem[]): string[] => each.map(({ sku }) => sku);
const puzzles = (each: RankedItem[]): number => skus(each).filter((sku) => sku.startsWith('puzzle')).length;

describe('alternatives out of a ranking', () => {
  it.each(['control', 'more'])('are those that the whole catalog gives by the weights of the arm %s', (arm) => {
    const offered = offer(catalog, { items: ranked(arm, 24), arms: { spread: arm } }, null);
    expect(offered).toHaveLength(1 + alternatives);
    expect(skus(offered)).toEqual(skus(ranked(arm, alternatives)));
  });

  it('differ as much as the arm that the ranking was made for says, whatever the program says', () => {
    const [control, more] = ['control', 'more'].map((arm) =>
      offer(catalog, { items: ranked(arm, 24), arms: { spread: arm } }, null),
    );
    expect(puzzles(more!)).toBeLessThan(puzzles(control!));
  });

  it('never hold the pick, also when it was planned; a plan that does not suit is left out', () => {
    const all = ranked('control', 24);
    const planned = all[7]!.sku;
    const offered = skus(offer(catalog, { items: all, arms: {} }, planned));
    expect(offered[0]).toBe(planned);
    expect(new Set(offered).size).toBe(1 + alternatives);
    expect(offer(catalog, { items: all, arms: {} }, 'gone')[0]).toEqual(all[0]);
    expect(offer(catalog, { items: [], arms: {} }, planned)).toEqual([]);
  });

  it('can be chosen out of a ranking that was stored before age was a part of it', () => {
    const all = ranked('control', 24);
    for (const { parts } of all) expect(parts).not.toHaveProperty('age'); // nobody said how old they are
    const rules = { ...program.selection, weights: { ...program.selection.weights, age: 50 } };
    const weighty = new ProgramCatalog(toyProgram({ selection: rules }), items);
    expect(skus(offer(weighty, { items: all, arms: {} }, null))).toEqual(skus(ranked('control', alternatives)));
  });

  it('are as they are ranked when the pick has left the catalog since', () => {
    const gone = { ...ranked('control', 0)[0]!, sku: 'gone' };
    const others = ranked('control', 24);
    expect(offer(catalog, { items: [gone, ...others], arms: {} }, null)).toEqual([gone, ...others.slice(0, 8)]);
  });
});
