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

const cellText = (value: CellValue): string =>
  value === null || value === undefined || value === '' ? '-' : String(value);
