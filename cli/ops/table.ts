/** What a cell may hold; nothing is shown as a dash. */
export type CellValue = string | number | boolean | null | undefined;

/** A plain table: a header, and columns as wide as their widest cell. */
export function table(header: string[], rows: CellValue[][]): string {
  const lines = [header, ...rows.map((row) => row.map(cellText))];
  const widths = header.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)));
  return lines
    .map((line) =>
      line
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** Labels and values below each other. */
export function pairs(entries: [label: string, value: CellValue][]): string {
  const width = Math.max(...entries.map(([label]) => label.length));
  return entries.map(([label, value]) => `${label.padEnd(width)}  ${cellText(value)}`).join('\n');
}

/** An instant as a cell shows it. */
export const minute = (iso: string): string => iso.slice(0, 16).replace('T', ' ');

/** Under a table, what kind of time its times are: one table has one kind. */
export const timesAre = {
  business: 'Times are business time (of a test clock where there is one), in UTC.',
  real: 'Times are real time, in UTC.',
} as const;

/** Others' words on one line: they must not tell the terminal what to do, or make lines that look like ours. */
export const oneLine = (text: string): string => text.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ');

const cellText = (value: CellValue): string =>
  value === null || value === undefined || value === '' ? '-' : String(value);
