import { meanNames, rateNames } from '#domain/metrics/types';
import { csvLine } from '#domain/csv';
import { oneLine, table } from '../ops/table';
import type { Metrics } from './read';
import { type MetricRow, rowsOf } from './rows';

/** One line per metric and group; then, with arms, the differences; then what customers wrote last. */
export function metricsTable(metrics: Metrics): string {
  if (metrics.groups.length === 0) return 'Nothing was counted.';
  const rows = rowsOf(metrics);
  const groups = rows.filter((row) => row.against === null && isTold(row));
  const differences = rows.filter(({ against }) => against !== null);
  const measured = table(
    ['PROGRAM', 'GROUP', 'METRIC', 'VALUE', '95 % INTERVAL', 'N', 'CUSTOMERS'],
    groups.map((row) => [row.programId, row.key, row.metric, valueOf(row), intervalOf(row), row.n, row.customers]),
  );
  const compared = table(
    ['PROGRAM', 'ARM', 'LESS', 'METRIC', 'DIFFERENCE', '95 % INTERVAL', ''],
    differences.map((row) => {
      // Nothing, rather than the table's dash, where the interval holds 0.
      const verdict = isDifferent(row) ? 'differs' : ' ';
      return [row.programId, row.key, row.against, row.metric, valueOf(row), intervalOf(row), verdict];
    }),
  );
  return [measured, ...(differences.length > 0 ? [compared] : []), ...textBlocks(metrics)].join('\n\n');
}

const columns = ['program', 'group', 'against', 'metric', 'value', 'low', 'high', 'n', 'customers'];

/** The same rows, with shares as parts of 1. */
export const metricsCsv = (metrics: Metrics): string =>
  [
    csvLine(columns),
    ...rowsOf(metrics).map(({ programId, key, against, metric, value, low, high, n, customers }) =>
      csvLine([programId, key, against, metric, value, low, high, n, customers]),
    ),
  ].join('\n');

/** A survey that nobody was asked yet would fill the screen with dashes; CSV and JSON have its rows. */
const isTold = ({ metric, n }: MetricRow): boolean => n !== 0 || core.has(metric);
const core: ReadonlySet<string> = new Set([...meanNames, ...rateNames]);

const isDifferent = ({ low, high }: MetricRow): boolean => low !== null && high !== null && (low > 0 || high < 0);

const valueOf = ({ value, isShare }: MetricRow): string | null => (value === null ? null : shown(value, isShare));

function intervalOf({ low, high, isShare }: MetricRow): string | null {
  return low === null || high === null ? null : `${shown(low, isShare)} to ${shown(high, isShare)}`;
}

const shown = (value: number, isShare: boolean): string =>
  isShare ? `${(value * 100).toFixed(1)} %` : value.toFixed(2);

function textBlocks({ groups }: Metrics): string[] {
  return groups.flatMap(({ programId, key, surveys }) =>
    surveys.flatMap(({ surveyId, questions }) =>
      questions.flatMap((question) => {
        if (question.kind !== 'text' || question.newest.length === 0) return [];
        const place = [programId, key, `${surveyId}/${question.questionId}`].filter((part) => part !== null).join(', ');
        const newest = question.newest.map(({ text, answeredAt }) => `  ${answeredAt.slice(0, 10)}  ${oneLine(text)}`);
        return [`${place}: ${question.title}\n${newest.join('\n')}`];
      }),
    ),
  );
}
