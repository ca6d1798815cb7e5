type CsvValue = string | number | boolean | object | null;

/** A cell as RFC 4180 has it. Null is an empty cell, an empty text is `""`. */
function csvCell(value: CsvValue): string {
  if (value === null) return '';
  const text = typeof value === 'object' ? JSON.stringify(value) : String(value);
  return text === '' || /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

export const csvLine = (cells: CsvValue[]): string => cells.map(csvCell).join(',');
