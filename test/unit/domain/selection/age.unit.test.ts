import fc from 'fast-check';
import { prepareCatalog, rankItems, selectItem } from '#domain/selection/index';
import { ageFit, type AgeRange } from '#domain/selection/age';
import type { RankedItem } from '#domain/selection/types';
import { item, newcomer, plan, rules } from './fixtures';

const range = (ageMinYears: number | null, ageMaxYears: number | null): AgeRange => ({ ageMinYears, ageMaxYears });
const { age: _, ...unweighted } = rules.weights;
const ofAge = (ageYears?: number) => ({ likes: [], dislikes: [], ...(ageYears !== undefined && { ageYears }) });

/** Items that differ in their age range alone, as they are ranked for one age. */
function ranked(ranges: AgeRange[], ageYears?: number, age?: number): RankedItem[] {
  const weighted = { ...rules, weights: { ...unweighted, ...(age !== undefined && { age }) } };
  const catalog = prepareCatalog(
    ranges.map((each, n) => item(`i${n}`, each)),
    weighted,
  );
  return rankItems(catalog, weighted, plan, ofAge(ageYears), newcomer);
}
const order = (ranges: AgeRange[], ageYears?: number, age?: number): string[] =>
  ranked(ranges, ageYears, age).map(({ sku }) => sku);

describe('the fit of an age range', () => {
  it('is the formula: less with the square of the distance from the middle, and with width', () => {
    expect(ageFit(range(6, 6), 6)).toBe(1);
    expect(ageFit(range(5, 9), 7)).toBe(1 / 2);
    expect(ageFit(range(6, 8), 7)).toBeCloseTo(1 / 1.5, 12);
    expect(ageFit(range(6, 8), 6)).toBeCloseTo((1 - (1 / 1.5) ** 2) / 1.5, 12);
    expect(ageFit(range(6, 8), 8)).toBe(ageFit(range(6, 8), 6));
  });

  it('takes an open range as made for the years next to the one that it states', () => {
    expect(ageFit(range(8, null), 9)).toBe(ageFit(range(8, 11), 9));
    expect(ageFit(range(null, 4), 3)).toBe(ageFit(range(1, 4), 3));
    expect(ageFit(range(null, 1), 1)).toBe(ageFit(range(0, 1), 1));
    expect(ageFit(range(3, null), 12)).toBe(0);
    expect(ageFit(range(null, null), 12)).toBe(0);
  });

  it('is between 0 and 1, never 0 within a range that is closed, and 0 outside of it', () => {
    const years = fc.integer({ min: 0, max: 120 });
    fc.assert(
      fc.property(years, years, years, (min, max, age) => {
        const fit = ageFit(range(min, max), age);
        expect(fit > 0).toBe(min <= age && age <= max);
        expect(fit).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('is more for the narrower of two ranges around the age, and for the one whose middle is nearer', () => {
    const years = fc.integer({ min: 0, max: 20 });
    fc.assert(
      fc.property(years, years, fc.integer({ min: 1, max: 20 }), (halfWidth, off, more) => {
        const around = (middle: number, half: number): number => ageFit(range(middle - half, middle + half), 50);
        expect(around(50, halfWidth)).toBeGreaterThan(around(50, halfWidth + more));
        expect(around(50 + off, 40)).toBeGreaterThan(around(50 + off + more, 40));
        expect(around(50 - off, 40)).toBeGreaterThan(around(50 - off - more, 40));
      }),
    );
  });
});

describe('in a ranking', () => {
  const ranges = [range(0, 99), range(3, 12), range(null, null), range(6, 8), range(7, 11)];

  it('what is made for the age goes before what just admits it', () => {
    expect(order(ranges, 7)).toEqual(['i3', 'i1', 'i4', 'i0', 'i2']);
    expect(order(ranges, 9)).toEqual(['i4', 'i1', 'i0', 'i2']); // 6 to 8 does not admit it
  });

  it('age says nothing where it is not known, or has no weight', () => {
    expect(order(ranges)).toEqual(['i0', 'i1', 'i2', 'i3', 'i4']);
    for (const { parts } of ranked(ranges)) expect(parts).not.toHaveProperty('age');
    expect(order(ranges, 7, 0)).toEqual(['i0', 'i1', 'i2', 'i3', 'i4']);
    for (const { parts, reason } of ranked(ranges, 7, 0)) {
      expect(parts.age).toBe(0);
      expect(reason).not.toMatch(/made for/);
    }
  });

  it('its weight is the most that it adds, and parts still sum to the score', () => {
    for (const { score, parts } of ranked([range(7, 7), ...ranges], 7, 3)) {
      expect(parts.age).toBeLessThanOrEqual(3);
      expect(parts.rating + parts.awards + parts.preference + parts.novelty + parts.age!).toBe(score);
    }
    expect(ranked([range(7, 7)], 7, 3)[0]!.parts.age).toBe(3);
    expect(ranked([range(7, 7)], 7)[0]!.parts.age).toBe(0.5);
  });

  it.each<[string, AgeRange, number]>([
    ['it is made for ages 6 to 8.', range(6, 8), 7],
    ['it is made for age 7.', range(7, 7), 7],
    ['it is made for ages from 8.', range(8, null), 9],
    ['it is made for ages up to 4.', range(null, 4), 3],
  ])('the reason says that %s', (clause, each, ageYears) => {
    expect(ranked([each], ageYears)[0]!.reason).toContain(clause);
  });

  it.each<[string, AgeRange, number | undefined]>([
    ['just admits the age', range(0, 99), 7],
    ['states none', range(null, null), 7],
    ['has it at its edge', range(6, 12), 6],
    ['is open far below', range(3, null), 9],
    ['is for an age that is not known', range(6, 8), undefined],
  ])('the reason never says so of a range that %s', (_name, each, ageYears) => {
    expect(ranked([each], ageYears)[0]!.reason).not.toMatch(/made for/);
  });

  it('setbacks of alternatives count the age only where it counts in the score', () => {
    const items = Array.from({ length: 12 }, (_each, n) => item(`a${n}`, { ...range(6, 8), reviewCount: n }));
    const others = item('b', { ...range(6, 8), categoryPath: ['Games', 'Quiz'], rating: 0, reviewCount: 1_000 });
    const heavy = { ...rules, weights: { ...rules.weights, age: 20 } };
    const offers = (ageYears?: number): string[] =>
      selectItem(prepareCatalog([...items, others], heavy), heavy, plan, ofAge(ageYears), newcomer)!.alternatives.map(
        ({ sku }) => sku,
      );
    expect(offers()).not.toContain('b');
    expect(offers(7)).toContain('b');
  });
});
