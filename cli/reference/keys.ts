import { z } from 'zod';

/** One key of a schema, as a page shows it. */
export interface KeyRow {
  /** `plans[].cadence.every`; empty: the value itself. */
  path: string;
  /** What a value must be: type and limits. */
  rule: string;
  meaning: string;
  unit: string;
  /** What counts when the key is left out; `required` where it must not be. */
  absent: string;
  /** A value that is one; undefined: the schema names none. */
  example: unknown;
}

interface Node {
  type?: string;
  description?: string;
  unit?: string;
  /** In words; what is no text is shown as it would stand in the file. */
  absent?: unknown;
  /** In the place of a pattern. */
  rule?: string;
  example?: unknown;
  default?: unknown;
  enum?: unknown[];
  const?: unknown;
  properties?: Record<string, Node>;
  required?: string[];
  items?: Node;
  anyOf?: Node[];
  oneOf?: Node[];
  minimum?: number;
  maximum?: number;
  exclusiveMinimum?: number;
  exclusiveMaximum?: number;
  minLength?: number;
  maxLength?: number;
  minItems?: number;
  maxItems?: number;
}

/** Every key of a schema, outer ones first, in its order. Variants of a union stand one after the other. */
export function keyRows(schema: z.ZodType): KeyRow[] {
  return rowsBelow('', z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Node);
}

function rowsBelow(path: string, node: Node): KeyRow[] {
  const ofItems = node.items ? itemRows(`${path}[]`, node.items) : [];
  const ofKeys = Object.entries(node.properties ?? {}).flatMap(([name, child]) => {
    const at = keyAt(path, name);
    return [rowOf(at, child, node.required?.includes(name) ?? false), ...rowsBelow(at, child)];
  });
  return [...kindRows(path, node.oneOf ?? []), ...alternativeRows(path, node.anyOf ?? []), ...ofItems, ...ofKeys];
}

const keyAt = (path: string, name: string): string => (path === '' ? name : `${path}.${name}`);

/** Kinds that a constant tells apart: first what all of them have, then the keys of each. */
function kindRows(path: string, kinds: Node[]): KeyRow[] {
  const rows = kinds.map((kind) => rowsBelow(path, kind));
  const isShared = (row: KeyRow): boolean => rows.every((each) => each.some((other) => isEqual(row, other)));
  return [
    ...(rows[0] ?? []).filter(isShared),
    ...kinds.flatMap(({ properties = {} }, index) => {
      const [key, kind] = Object.entries(properties).find(([, child]) => child.const !== undefined) ?? ['', {}];
      return rows[index]!.filter((row) => !isShared(row)).map((row) => {
        return row.path === keyAt(path, key) ? row : { ...row, meaning: `${code(kind.const)} only: ${row.meaning}` };
      });
    }),
  ];
}

/** Sections of which one is to be chosen by its keys. */
const alternativeRows = (path: string, alternatives: Node[]): KeyRow[] =>
  alternatives
    .flatMap((each) => rowsBelow(path, each))
    .map((row) => (row.absent === required ? { ...row, absent: 'one of them is required' } : row));

/** Items that are plain values have a row only if there is something to say of them. */
function itemRows(path: string, item: Node): KeyRow[] {
  const below = rowsBelow(path, item);
  return below.length > 0 || item.description === undefined ? below : [rowOf(path, item, true)];
}

const required = 'required';

function rowOf(path: string, node: Node, isRequired: boolean): KeyRow {
  const { description: meaning = '', unit = '', example = node.const } = node;
  return { path, rule: ruleOf(node), meaning, unit, absent: isRequired ? required : absentOf(node), example };
}

function absentOf({ default: value, absent }: Node): string {
  if (value !== undefined) return code(value);
  if (absent === undefined) return '';
  return typeof absent === 'string' ? absent : code(absent);
}

/** A value as it would stand in a file. */
export const code = (value: unknown): string => `\`${JSON.stringify(value)}\``;

const isEqual = (one: KeyRow, other: KeyRow): boolean => JSON.stringify(one) === JSON.stringify(other);

function ruleOf(node: Node): string {
  if (node.rule !== undefined) return node.rule;
  if (node.const !== undefined) return code(node.const);
  if (node.enum) return node.enum.map((value) => `\`${String(value)}\``).join(', ');
  if (node.anyOf ?? node.oneOf) return 'one of the kinds below';
  const words = { integer: 'whole number', string: 'text', array: 'list', object: 'section', boolean: 'true or false' };
  const type = words[(node.type ?? '') as keyof typeof words] ?? node.type ?? 'value';
  const limits = limit(
    node.minItems ?? node.minLength ?? lowest(node),
    node.maxItems ?? node.maxLength ?? node.maximum,
  );
  const ofItems = node.items && node.items.type !== 'object' ? ruleOf(node.items) : '';
  return [type, limits, ofItems && `of: ${ofItems}`]
    .filter((text) => text !== '')
    .join(', ')
    .replace(', of: ', ' of: ');
}

const lowest = (node: Node): number | string | undefined =>
  node.exclusiveMinimum === undefined ? node.minimum : `more than ${node.exclusiveMinimum}`;

function limit(least: number | string | undefined, most: number | undefined): string {
  const isSafe = (bound: number | undefined): bound is number =>
    bound !== undefined && Math.abs(bound) < Number.MAX_SAFE_INTEGER;
  const from = typeof least === 'string' || isSafe(least) ? String(least) : '';
  if (from !== '') return isSafe(most) ? `${from} to ${most}` : typeof least === 'string' ? from : `${from} or more`;
  return isSafe(most) ? `at most ${most}` : '';
}
