import type { Command } from 'commander';
import { StartError } from '#dev/stack/startError';
import { type MetricsQuery, readMetrics } from '../metrics/read';
import { metricsCsv, metricsTable } from '../metrics/views';
import { connectOperator, operatorHelp } from '../ops/connect';
import { printAnswer } from '../ops/print';

interface Flags extends MetricsQuery {
  json?: boolean;
  csv?: boolean;
}

/** `everbox metrics`: what managers ask for, from the operator's part of the API. */
export function register(everbox: Command): void {
  everbox
    .command('metrics')
    .description('stars, renewals, swaps, skips, returns, churn, searches and surveys, with their 95 % intervals')
    .option('--program <id>', 'of one program only')
    .option('--group-by <what>', 'cohort, signUpMonth, plan, month, modelVersion or arm:EXPERIMENT')
    .option('--from <when>', 'from this day (2026-11-01) or instant on, in UTC')
    .option('--to <when>', 'before this day or instant')
    .option('--json', "print the API's groups and comparisons as one JSON value")
    .option('--csv', 'print one line per metric and group as CSV, shares as parts of 1')
    .addHelpText('after', helpText)
    .action(run);
}

const helpText = `
What each metric is: docs/metrics.md.
${operatorHelp}`;

async function run({ json, csv, ...query }: Flags): Promise<void> {
  if (json && csv) throw new StartError('--csv or --json, not both.');
  printAnswer(json, await readMetrics(await connectOperator(), query), csv ? metricsCsv : metricsTable);
}
