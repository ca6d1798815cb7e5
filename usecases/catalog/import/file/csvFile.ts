import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { CsvError, parse } from 'csv-parse';
import { CatalogFileError } from './catalogFileError';
import { decodedText } from './decodedText';

/** No real row comes near this; a file whose quotes are broken, or that is no CSV at all, soon does. */
const longestRowCharacters = 1_000_000;

export interface CsvLine {
  /** Line of the file on which the row starts; the header is line 1. */
  line: number;
  cells: string[];
}

/**
 * The rows of a CSV file, header first, blank lines left out, one at a time: memory does not grow with the file.
 * Throws a CatalogFileError, in one sentence for the person who made the file, when it is not such a file.
 */
export async function* csvLines(path: string): AsyncGenerator<CsvLine> {
  await checkReadable(path);
  const file = createReadStream(path);
  let linesDone = 0;
  const parser = parse({
    relax_column_count: true, // a row of another length is refused by itself
    max_record_size: longestRowCharacters,
    // Rows are parsed ahead of the loop below, so each carries its line; after a fault this knows where that row starts.
    on_record: (cells: string[], { lines }) => {
      const line = linesDone + 1;
      linesDone = lines;
      return [String(line), ...cells];
    },
  });
  const text = decodedText(path);
  // A fault of one stream ends them all, and comes out of the loop below.
  file.on('error', (error) => text.destroy(error));
  text.on('error', (error) => parser.destroy(error));
  file.pipe(text).pipe(parser);
  try {
    for await (const [line, ...cells] of parser as AsyncIterable<string[]>) {
      if (cells.length > 1 || cells[0]?.trim() !== '') yield { line: Number(line), cells };
    }
  } catch (error) {
    throw error instanceof CsvError
      ? new CatalogFileError(`${basename(path)}: ${explain(error, linesDone + 1)}`)
      : error;
  } finally {
    file.destroy();
    text.destroy();
    parser.destroy();
  }
}

/** @throws CatalogFileError for what is no file, or not one of ours to read */
export async function checkReadable(path: string): Promise<void> {
  const found = await stat(path).catch((error: NodeJS.ErrnoException) => {
    throw new CatalogFileError(
      `${path}: ${error.code === 'ENOENT' ? 'there is no such file' : `cannot be read (${error.code})`}`,
    );
  });
  if (found.isDirectory()) throw new CatalogFileError(`${path}: is a directory, not a file`);
  if (found.isFile() && found.size === 0) throw new CatalogFileError(`${path}: is empty`);
}

function explain(error: CsvError, line: number): string {
  switch (error.code) {
    case 'CSV_MAX_RECORD_SIZE':
      return `the row that starts on line ${line} is longer than a million characters; is a quote left open?`;
    case 'CSV_QUOTE_NOT_CLOSED':
      return `the row that starts on line ${line} opens a quote that is never closed`;
    case 'CSV_INVALID_CLOSING_QUOTE':
    case 'INVALID_OPENING_QUOTE':
      return `the row that starts on line ${line} has a quote in the wrong place (quotes inside a quoted cell are doubled)`;
    default:
      return `the row that starts on line ${line} is not CSV (${error.message})`;
  }
}
