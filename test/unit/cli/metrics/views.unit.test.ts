import type { Metrics } from '#cli/metrics/read';
import { searchNames } from '#domain/metrics/types';
import { metricsCsv, metricsTable } from '#cli/metrics/views';

const nothing = { n: 0, customers: 0, value: null, low: null, high: null };
const none = { value: null, low: null, high: null };

const ofEach = <Value>(value: Value) =>
  Object.fromEntries(searchNames.map((name) => [name, value])) as Record<(typeof searchNames)[number], Value>;
const searches = {
  all: { ...ofEach(nothing), searchClickRate: { n: 8, customers: 4, value: 0.5, low: 0.2, high: 0.8 } },
  personalized: { ...ofEach(nothing), searchPosition: { n: 3, customers: 2, value: 2, low: 1, high: 3 } },
  plain: ofEach(nothing),
  difference: ofEach(none),
};

const group: Metrics['groups'][number] = {
  programId: 'stem-toys',
  key: 'more',
  itemStars: { n: 3, customers: 2, value: 4.25, low: 4, high: 4.5, distribution: { '4': 2, '5': 1 } },
  subscriptionStars: { ...nothing, distribution: {} },
  renewalRate: nothing,
  swapRate: { n: 8, customers: 4, value: 0.125, low: 0.02, high: 0.47 },
  skipRate: nothing,
  returnRate: nothing,
  churnRate: nothing,
  churnReasons: [{ reason: 'too "many", toys', isOther: false, count: 1, value: 1, low: 0.2, high: 1 }],
  searches,
  surveys: [
    {
      surveyId: 'third-box',
      title: 'How was it',
      responseRate: nothing,
      questions: [
        {
          questionId: 'wish',
          title: 'What do you wish',
          kind: 'text',
          n: 1,
          newest: [{ text: 'more\n\u001B[2Jcars', answeredAt: '2026-11-01T10:00:00.000Z' }],
        },
      ],
    },
  ],
};
const comparison: Metrics['comparisons'][number] = {
  programId: 'stem-toys',
  arm: 'control',
  against: 'more',
  itemStars: none,
  subscriptionStars: none,
  renewalRate: { value: -0.1, low: -0.15, high: -0.05 },
  swapRate: { value: 0.1, low: -0.05, high: 0.2 },
  skipRate: none,
  returnRate: none,
  churnRate: none,
  searches: { ...ofEach(none), searchAbandonRate: { value: -0.1, low: -0.15, high: -0.05 } },
  surveys: [],
};
const metrics: Metrics = { groups: [group], comparisons: [comparison] };

it('the table has shares in per cent, means as numbers, and dashes where there is nothing', () => {
  const lines = metricsTable(metrics).split('\n');
  expect(lines[0]).toMatch(/^PROGRAM +GROUP +METRIC +VALUE +95 % INTERVAL +N +CUSTOMERS$/);
  expect(lines).toContainEqual(expect.stringMatching(/^stem-toys +more +itemStars +4\.25 +4\.00 to 4\.50 +3 +2$/));
  expect(lines).toContainEqual(expect.stringMatching(/^stem-toys +more +swapRate +12\.5 % +2\.0 % to 47\.0 % +8 +4$/));
  expect(lines).toContainEqual(expect.stringMatching(/^stem-toys +more +skipRate +- +- +0 +0$/));
});

it('a survey that nobody was asked is left out of the table, not of the CSV', () => {
  expect(metricsTable(metrics)).not.toContain('third-box: answered');
  expect(metricsTable(metrics)).toContain('third-box/wish');
  expect(metricsCsv(metrics)).toContain('stem-toys,more,,third-box: answered,,,,0,0');
});

it('a difference is marked when its interval does not hold 0, and only then', () => {
  const lines = metricsTable(metrics).split('\n');
  expect(lines).toContainEqual(
    expect.stringMatching(/control +more +renewalRate +-10\.0 % +-15\.0 % to -5\.0 % +differs$/),
  );
  expect(lines).toContainEqual(expect.stringMatching(/control +more +swapRate +10\.0 % +-5\.0 % to 20\.0 %$/));
});

it('searches stand with and without taste, as shares or places; where nobody searched there is no line', () => {
  const lines = metricsTable(metrics).split('\n');
  expect(lines).toContainEqual(expect.stringMatching(/more +searchClickRate +50\.0 % +20\.0 % to 80\.0 % +8 +4$/));
  expect(lines).toContainEqual(expect.stringMatching(/searchPosition: personalized +2\.00 +1\.00 to 3\.00 +3 +2$/));
  expect(lines).toContainEqual(expect.stringMatching(/control +more +searchAbandonRate +-10\.0 % .* differs$/));
  const unsearched = { ...group, searches: { ...searches, all: ofEach(nothing) } };
  expect(metricsTable({ groups: [unsearched], comparisons: [] })).not.toContain('search');
});

it("customers' words come as one line without control characters", () => {
  expect(metricsTable(metrics)).toContain(
    'stem-toys, more, third-box/wish: What do you wish\n  2026-11-01  more [2Jcars',
  );
});

it('nothing at all is said in words', () => {
  expect(metricsTable({ groups: [], comparisons: [] })).toBe('Nothing was counted.');
});

it('CSV has a line per row, parts of 1, empty cells for what is not known, and quotes where they are needed', () => {
  const lines = metricsCsv(metrics).split('\n');
  expect(lines[0]).toBe('program,group,against,metric,value,low,high,n,customers');
  expect(lines).toContain('stem-toys,more,,swapRate,0.125,0.02,0.47,8,4');
  expect(lines).toContain('stem-toys,more,,skipRate,,,,0,0');
  expect(lines).toContain('stem-toys,more,,"churn: too ""many"", toys",1,0.2,1,1,');
  expect(lines).toContain('stem-toys,control,more,renewalRate,-0.1,-0.15,-0.05,,');
});
