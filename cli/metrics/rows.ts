import { isSearchShare } from '#domain/metrics/searches';
import { meanNames, rateNames, searchNames } from '#domain/metrics/types';
import type { Metrics } from './read';

type Group = Metrics['groups'][number];
type Survey = Group['surveys'][number];

interface Interval {
  value: number | null;
  low: number | null;
  high: number | null;
}

/** One metric of one group, or one difference between two. */
export interface MetricRow extends Interval {
  programId: string;
  key: string | null;
  metric: string;
  /** A share is shown in per cent. */
  isShare: boolean;
  /** Null: of a difference. */
  n: number | null;
  customers: number | null;
  /** The arm that this is the difference to. */
  against: string | null;
}

export const rowsOf = ({ groups, comparisons }: Metrics): MetricRow[] => [
  ...groups.flatMap(groupRows),
  ...comparisons.flatMap(comparisonRows),
];

function groupRows(group: Group): MetricRow[] {
  const { programId, key, churnReasons } = group;
  const of = { programId, key, against: null };
  const ended = churnReasons.reduce((sum, { count }) => sum + count, 0);
  return [
    ...meanNames.map((metric) => ({ ...of, metric, isShare: false, ...measured(group[metric]) })),
    ...rateNames.map((metric) => ({ ...of, metric, isShare: true, ...measured(group[metric]) })),
    ...churnReasons.map(({ reason, isOther, ...part }) => {
      const metric = `churn: ${reason ?? (isOther ? '(others)' : '(no reason)')}`;
      return { ...of, metric, isShare: true, ...ends(part), n: ended, customers: null };
    }),
    ...searchRows(group.searches).map((row) => ({ ...of, ...row })),
    ...group.surveys.flatMap((survey) => surveyRows(survey).map((row) => ({ ...of, ...row }))),
  ];
}

type Row = Omit<MetricRow, 'programId' | 'key' | 'against'>;

/** Where nobody searched, there is nothing to say; else all, then the two kinds side by side, then their difference. */
function searchRows({ all, personalized, plain, difference }: Group['searches']): Row[] {
  if (all.searchClickRate.n === 0) return [];
  return searchNames.flatMap((metric) => {
    const isShare = isSearchShare(metric);
    return [
      { metric, isShare, ...measured(all[metric]) },
      { metric: `${metric}: personalized`, isShare, ...measured(personalized[metric]) },
      { metric: `${metric}: plain`, isShare, ...measured(plain[metric]) },
      { metric: `${metric}: difference`, isShare, ...ends(difference[metric]), n: null, customers: null },
    ];
  });
}

function surveyRows({ surveyId, responseRate, questions }: Survey): Row[] {
  return [
    { metric: `${surveyId}: answered`, isShare: true, ...measured(responseRate) },
    ...questions.flatMap((question): Row[] => {
      const metric = `${surveyId}/${question.questionId}`;
      switch (question.kind) {
        case 'scale':
          return [{ metric, isShare: false, ...measured(question.answer) }];
        case 'choice':
          return question.options.map((option) => {
            const name = `${metric}: ${option.optionId}`;
            return { metric: name, isShare: true, ...ends(option), n: question.n, customers: null };
          });
        case 'text':
          return [{ metric, isShare: false, value: null, low: null, high: null, n: question.n, customers: null }];
      }
    }),
  ];
}

function comparisonRows({
  programId,
  arm,
  against,
  searches,
  surveys,
  ...metrics
}: Metrics['comparisons'][number]): MetricRow[] {
  const of = { programId, key: arm, against, n: null, customers: null };
  return [
    ...meanNames.map((metric) => ({ ...of, metric, isShare: false, ...ends(metrics[metric]) })),
    ...rateNames.map((metric) => ({ ...of, metric, isShare: true, ...ends(metrics[metric]) })),
    ...searchNames
      .filter((metric) => searches[metric].value !== null)
      .map((metric) => ({ ...of, metric, isShare: isSearchShare(metric), ...ends(searches[metric]) })),
    ...surveys.map(({ surveyId, questionId, answer }) => {
      return { ...of, metric: `${surveyId}/${questionId}`, isShare: false, ...ends(answer) };
    }),
  ];
}

const ends = ({ value, low, high }: Interval): Interval => ({ value, low, high });
const measured = (estimate: Interval & { n: number; customers: number }) => ({
  ...ends(estimate),
  n: estimate.n,
  customers: estimate.customers,
});
