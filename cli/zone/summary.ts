import type { CountsSummary } from '#usecases/stock/importCounts';
import type { SpreadSummary } from '#usecases/stock/spreadStock';
import { describeImport } from '../importSummary';
import { countOf } from '#domain/countOf';

/** What an import of counts did, for people. */
export function importSummary(summary: CountsSummary): string {
  const { file, zone, rows, raisedToReserved } = summary;
  const more =
    raisedToReserved > 0
      ? [`  ${countOf(raisedToReserved, 'count is', 'counts are')} below what is reserved, which stands instead`]
      : [];
  return describeImport(`${file} into the stations of ${zone}: ${countOf(rows, 'row')}`, summary, more);
}

/** What a spread moved, for people. */
export function spreadSummary({ zone, program, items, moved, movedByStation }: SpreadSummary): string {
  const lines = Object.entries(movedByStation).map(([station, units]) => `  ${station}: ${units}`);
  return [
    `${countOf(moved, 'unit')} of ${countOf(items, 'item')} of ${program} to the stations of ${zone}`,
    ...lines,
    '',
  ].join('\n');
}
