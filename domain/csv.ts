type CsvValue = string | number | boolean | object | null;

/** What makes a spreadsheet take a cell for a formula: others' words would then run on the reader's machine. */
const formulaStart = /^[=+\-@\t\r\n＝＋－＠]/;
const plainNumber = /^[+-]?\d+(\.\d+)?(e[+-]?\d+)?$/i;

/**
 * A cell as RFC 4180 has it. Null is an empty cell, an empty text is `""`. A text that a spreadsheet would take for a
 * formula gets an apostrophe before it, which shows it as text.
 */
function csvCell(value: CsvValue): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  const given = typeof value === 'object' ? JSON.stringify(value) : String(value);
  const text = formulaStart.test(given) && !plainNumber.test(given) ? `'${given}` : given;
  return text === '' || /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** The one writer of CSV: every command's tables and reports go through it. */
export const csvLine = (cells: CsvValue[]): string => cells.map(csvCell).join(',');
