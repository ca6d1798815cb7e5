import { rulesFor, searchUsesTaste, usesModel } from '#domain/experiments/rules';
import type { Experiment } from '#domain/program/types';
import { toyProgram } from '#test/support/toyProgram';

const { selection } = toyProgram();
const experiments: Experiment[] = [
  {
    id: 'novelty',
    title: 'More that is new',
    arms: [
      { id: 'control', share: 0.5 },
      { id: 'more', share: 0.5, selection: { weights: { novelty: 3 } } },
    ],
  },
  {
    id: 'model',
    title: 'With and without the model',
    arms: [
      { id: 'learned', share: 0.5, selection: { learned: true } },
      { id: 'rules', share: 0.5, selection: { learned: false, weights: { rating: 2 } } },
    ],
  },
];

it('an arm that overrides no weight leaves the very same rules', () => {
  expect(rulesFor(selection, experiments, { novelty: 'control', model: 'learned' })).toBe(selection);
  expect(rulesFor(selection, undefined, { novelty: 'more' })).toBe(selection);
});

it('an arm replaces only the weights that it names, and arms of several experiments add up', () => {
  const rules = rulesFor(selection, experiments, { novelty: 'more', model: 'rules' });
  expect(rules).toEqual({ ...selection, weights: { ...selection.weights, novelty: 3, rating: 2 } });
  expect(toyProgram().selection).toEqual(selection);
});

it('taste counts in searches unless an arm says no', () => {
  const arms = [
    { id: 'with', share: 0.5 },
    { id: 'without', share: 0.5, search: { personalized: false } },
  ];
  const all = [...experiments, { id: 'taste', title: 'Taste', arms }];
  expect(searchUsesTaste(all, { taste: 'with', model: 'rules' })).toBe(true);
  expect(searchUsesTaste(all, { taste: 'without' })).toBe(false);
  expect(searchUsesTaste(all, {})).toBe(true);
  expect(searchUsesTaste(undefined, { taste: 'without' })).toBe(true);
});

it('an arm or experiment that is gone from the program changes nothing', () => {
  expect(rulesFor(selection, experiments, { novelty: 'gone', older: 'more' })).toBe(selection);
});

it.each([
  [{}, true],
  [{ model: 'learned' }, true],
  [{ novelty: 'more', model: 'rules' }, false],
])('%j uses the model: %s', (arms: Record<string, string>, uses) => {
  expect(usesModel(experiments, arms)).toBe(uses);
});
