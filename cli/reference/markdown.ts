import { code, type KeyRow } from './keys';

/** A table of Markdown; what would end a cell is escaped. */
export function markdownTable(header: string[], rows: string[][]): string {
  const line = (cells: string[]): string => `| ${cells.map(escaped).join(' | ')} |`;
  return [line(header), `|${'---|'.repeat(header.length)}`, ...rows.map(line)].join('\n');
}

/** The keys of a schema as a table. */
export const keyTable = (rows: KeyRow[]): string =>
  markdownTable(
    ['key', 'meaning', 'value', 'unit', 'if left out', 'example'],
    rows.map(({ path, meaning, rule, unit, absent, example }) => {
      return [`\`${path}\``, meaning, rule, unit, absent, example === undefined ? '' : code(example)];
    }),
  );

/** For the head of a page that is made by a command. */
export const madeFrom = (what: string): string =>
  `<!-- Made by \`npm run docs:reference\` from ${what}. Change those, and run it again. -->`;

const escaped = (cell: string): string => cell.replaceAll('|', String.raw`\|`).replaceAll(/\s+/g, ' ');
