import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { z } from 'zod';
import { zoneSchema } from '#domain/zone/schema';
import { programSchema } from '#domain/program/schema';
import { catalogCells, type CsvCell, stationCountCells } from './csvFiles';
import { type KeyRow, keyRows } from './keys';
import { keyTable, madeFrom, markdownTable } from './markdown';

/** The text of `docs/reference.md`, with examples from the files of the checkout at `root`. */
export function filesPage(root: string): string {
  return `${madeFrom('the schemas of `domain/program` and `domain/geography` and `cli/reference/csvFiles.ts`, with examples from `programs/` and `zones/`')}

# Files of programs, catalogs and zones

Every key of a program's file (with its surveys, experiments, learning and sizes), of a zone's file, and every column of the two CSV
files. A key that is not here is refused, and so is a value that breaks a rule: \`everbox program check\` and \`everbox
zone check\` name file, key and rule. Rules between keys are in their messages. \`[]\` stands for each entry of a list.

## Programs: \`programs/*.yaml\`

${sectionTables(programSchema, filesIn(join(root, 'programs')))}

## Catalogs: CSV

A merchant's file, for \`everbox catalog import FILE --program ID\`: UTF-8, a header, one item a row. The keys are those of the
program's \`catalog.columns\`, which name the file's own columns. A cell that cannot be read refuses its row, which goes into the
report with line, column and reason; the other rows go in. A quote in the wrong place, or one that is never closed, refuses
the whole file, with its line: from there on nobody can tell where its rows end.

${csvTable(catalogCells)}

## Counted stock of stations: CSV

For \`everbox zone stock import FILE --zone ID\`: UTF-8, a header with these columns, one item of a station a row. What cannot be
read goes into a report, as above.

${csvTable(stationCountCells)}

## Zones: \`zones/*.yaml\`

${sectionTables(zoneSchema, filesIn(join(root, 'zones')))}
`;
}

const csvTable = (cells: Record<string, CsvCell>): string =>
  markdownTable(
    ['column', 'a cell holds', 'unit', 'if empty', 'example', 'refused'],
    Object.entries(cells).map(([column, { holds, unit, empty, example, refused }]) => {
      return [`\`${column}\``, holds, unit, empty, `\`${example}\``, refused === null ? '' : `\`${refused}\``];
    }),
  );

/** The keys of the top, then each section with keys of its own. */
function sectionTables(schema: z.ZodType, files: unknown[]): string {
  const rows = keyRows(schema).map((row) => ({ ...row, example: exampleOf(row, files) }));
  return [...grouped(rows)]
    .map(([name, keys]) => (name === '' ? keyTable(keys) : `### \`${name}\`\n\n${keyTable(keys)}`))
    .join('\n\n');
}

function grouped(rows: KeyRow[]): Map<string, KeyRow[]> {
  const sections = new Map<string, KeyRow[]>([['', []]]);
  for (const row of rows) {
    const section = /^(\w+)(?:\[\]|\.)/.exec(row.path)?.[1] ?? '';
    sections.set(section, [...(sections.get(section) ?? []), row]);
  }
  return sections;
}

const filesIn = (directory: string): unknown[] =>
  readdirSync(directory)
    .filter((file) => file.endsWith('.yaml'))
    .toSorted()
    .map((file) => parse(readFileSync(join(directory, file), 'utf8')) as unknown);

/** What the schema names, or else what the first file with that key has. Sections and long lists have their keys as examples. */
function exampleOf({ path, example, rule }: KeyRow, files: unknown[]): unknown {
  if (example !== undefined || rule === 'section') return example;
  const found = files.flatMap((file) => valuesAt(file, path.split('.')));
  return found.find((value) => isShort(value));
}

const isShort = (value: unknown): boolean => JSON.stringify(value).length <= 80;

function valuesAt(value: unknown, path: string[]): unknown[] {
  const [name, ...rest] = path;
  if (name === undefined) return [value];
  const isList = name.endsWith('[]');
  const child = (value as Record<string, unknown> | null)?.[isList ? name.slice(0, -2) : name];
  if (child === undefined) return [];
  return isList ? (child as unknown[]).flatMap((each) => valuesAt(each, rest)) : valuesAt(child, rest);
}
