import { problemsWith as problemsWithSection } from '#test/support/coffeeClub';
import { searchRulesOf } from '#domain/search/rules';

const problemsWith = (value: unknown): string[] => problemsWithSection('search', value);

it('a program may say nothing, or some of it', () => {
  expect(problemsWith({})).toEqual([]);
  expect(
    problemsWith({ synonyms: [['espresso', 'dark roast']], priceBandsCents: [800, 1_200], ageYears: [18] }),
  ).toEqual([]);
  expect(searchRulesOf({ search: { synonyms: [['a', 'b']] } })).toEqual({
    ...searchRulesOf({}),
    synonyms: [['a', 'b']],
  });
});

it.each([
  [{ synonyms: [['espresso']] }, /synonyms\[0\].*at least two/],
  [{ synonyms: [['Espresso', 'espresso']] }, /synonyms\[0\].*twice/],
  [{ synonyms: [['espresso', '---']] }, /synonyms\[0\]\[1\].*hold a word/],
  [{ synonyms: [['espresso', 'a b c d e']] }, /synonyms\[0\]\[1\].*four words/],
  [{ ignoredWords: ['for', 'For'] }, /ignoredWords.*twice/],
  [{ ignoredWords: ['for the'] }, /ignoredWords\[0\].*one word/],
  [{ priceBandsCents: [500, 500] }, /priceBandsCents.*ascending/],
  [{ priceBandsCents: [] }, /priceBandsCents.*at least one/],
  [{ ageYears: [3, 1] }, /ageYears.*ascending/],
  [{ synonym: [] }, /synonym/],
])('%j is refused', (search, expected) => {
  expect(problemsWith(search).join('\n')).toMatch(expected);
});
