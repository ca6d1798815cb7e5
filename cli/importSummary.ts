import type { FileSummary } from '#usecases/catalog/import/file/reportedImport';

/** What an import of a file did, for people; `more` is what only its kind tells. */
export function describeImport(title: string, summary: FileSummary, more: string[]): string {
  const { imported, updated, unchanged, refused, refusedByReason, report } = summary;
  return [
    title,
    `  imported  ${imported}`,
    `  updated   ${updated}`,
    `  unchanged ${unchanged}`,
    `  refused   ${refused}`,
    ...Object.entries(refusedByReason).map(([reason, count]) => `    ${count} x ${reason}`),
    ...more,
    ...(report === null ? [] : [`  refused rows, with line and reason: ${report}`]),
    '',
  ].join('\n');
}
