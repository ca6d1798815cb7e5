import type { CountsSummary } from '../../workers/stations/importCounts';
import type { SpreadSummary } from '../../workers/stations/spreadStock';

/** What an import of counts did, for people. */
export function importSummary(summary: CountsSummary): string {
  const { file, zone, rows, imported, updated, unchanged, refused, raisedToReserved, report } = summary;
  const lines = [`${file} into the stations of ${zone}: ${rows} rows`];
  lines.push(`  imported  ${imported}`, `  updated   ${updated}`, `  unchanged ${unchanged}`, `  refused   ${refused}`);
  for (const [reason, count] of Object.entries(summary.refusedByReason)) lines.push(`    ${count} x ${reason}`);
  if (raisedToReserved > 0) lines.push(`  ${raisedToReserved} counts are below what is reserved, which stands instead`);
  if (report !== null) lines.push(`  refused rows, with line and reason: ${report}`);
  return `${lines.join('\n')}\n`;
}

/** What a spread moved, for people. */
export function spreadSummary({ zone, program, items, moved, movedByStation }: SpreadSummary): string {
  const lines = Object.entries(movedByStation).map(([station, units]) => `  ${station}: ${units}`);
  return [`${moved} units of ${items} items of ${program} to the stations of ${zone}`, ...lines, ''].join('\n');
}
