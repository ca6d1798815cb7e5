import { problemsWith as problemsWithSection } from '#test/support/coffeeClub';

const problemsWith = (value: unknown): string[] => problemsWithSection('experiments', value);

const arms = [
  { id: 'control', share: 0.5 },
  { id: 'more', share: 0.5, selection: { weights: { novelty: 3 }, learned: true } },
];
const experiment = (change: object = {}) => ({ id: 'novelty', title: 'More that is new', arms, ...change });

it('a program may have none, or several', () => {
  expect(problemsWith([])).toEqual([]);
  const other = experiment({
    id: 'rating',
    arms: [arms[0], { id: 'less', share: 0.5, selection: { weights: { rating: 1 } } }],
  });
  expect(
    problemsWith([experiment({ startsAt: '2026-12-01T00:00:00Z', endsAt: '2027-01-01T00:00:00+01:00' }), other]),
  ).toEqual([]);
});

const [control, more] = arms;
const trying = (itsId: string, selection: object) =>
  experiment({ id: itsId, arms: [arms[0], { id: 'other', share: 0.5, selection }] });

it.each<[string, unknown[], string | RegExp]>([
  [
    'the model with its weight in one, and without it in another',
    [trying('one', { weights: { learned: 4 } }), trying('two', { learned: false })],
    'experiments[1].arms: overrides learned, as "one" does, which runs at the same time',
  ],
  [
    'searches without taste in two',
    ['one', 'two'].map((id) =>
      experiment({ id, arms: [control, { id: 'other', share: 0.5, search: { personalized: false } }] }),
    ),
    'experiments[1].arms: overrides search.personalized, as "one" does, which runs at the same time',
  ],
  ['one arm', [experiment({ arms: [{ id: 'all', share: 1 }] })], 'experiments[0].arms: must hold at least two arms'],
  [
    'two arms of one ID',
    [experiment({ arms: [control, control] })],
    /arms\[1\]\.id: "control" is the id of an earlier/,
  ],
  ['shares below 1', [experiment({ arms: [control, { ...more, share: 0.4 }] })], /arms: the shares must add up to 1/],
  [
    'no share',
    [
      experiment({
        arms: [
          { ...control, share: 1 },
          { ...more, share: 0 },
        ],
      }),
    ],
    /share: must be more than 0/,
  ],
  [
    'two of one ID',
    [experiment(), experiment({ arms: [control, { id: 'x2', share: 0.5 }] })],
    /experiments\[1\]\.id: "novelty"/,
  ],
  ['an ID with a slash', [experiment({ id: 'a/b' })], /experiments\[0\]\.id: must be/],
  ['a day without time', [experiment({ startsAt: '2026-12-01' })], /startsAt: must be an instant with its offset/],
  [
    'an end before its start',
    [experiment({ startsAt: '2026-12-01T00:00:00+02:00', endsAt: '2026-11-30T22:00:00Z' })],
    'experiments[0].endsAt: must be after startsAt',
  ],
  [
    'an unknown weight',
    [experiment({ arms: [control, { ...more, selection: { weights: { taste: 1 } } }] })],
    /selection\.weights\.taste: is not a key/,
  ],
  [
    'two that override one weight at a time',
    [experiment({ endsAt: '2027-01-01T00:00:00Z' }), experiment({ id: 'again', startsAt: '2026-12-31T00:00:00Z' })],
    'experiments[1].arms: overrides weights.novelty, learned, as "novelty" does, which runs at the same time',
  ],
  [
    'an arm without any weight',
    [
      experiment({
        arms: [control, { ...more, selection: { weights: { rating: 0, awards: 0, preference: 0, novelty: 0 } } }],
      }),
    ],
    'experiments[0].arms[1].selection.weights: must not leave every weight at 0',
  ],
])('refuses %s', (_, experiments, rule) => {
  expect(problemsWith(experiments)).toEqual([typeof rule === 'string' ? rule : expect.stringMatching(rule)]);
});

it('the same weight may be tried again once the first experiment has ended', () => {
  const first = experiment({ endsAt: '2027-01-01T00:00:00Z' });
  expect(problemsWith([first, experiment({ id: 'again', startsAt: '2027-01-01T00:00:00Z' })])).toEqual([]);
});
