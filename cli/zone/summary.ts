import type { CountsSummary } from '../../workers/stations/importCounts';
import type { SpreadSummary } from '../../workers/stations/spreadStock';
import { describeImport } from '../importSummary';

/** What an import of counts did, for people. */
export function importSummary(summary: CountsSummary): string {
  const { file, zone, rows, raisedToReserved } = summary;
  const more =
    raisedToReserved > 0 ? [`  ${raisedToReserved} counts are below what is reserved, which stands instead`] : [];
  return describeImport(`${file} into the stations of ${zone}: ${rows} rows`, summary, more);
}

/** What a spread moved, for people. */
export function spreadSummary({ zone, program, items, moved, movedByStation }: SpreadSummary): string {
  const lines = Object.entries(movedByStation).map(([station, units]) => `  ${station}: ${units}`);
  return [`${moved} units of ${items} items of ${program} to the stations of ${zone}`, ...lines, ''].join('\n');
}
