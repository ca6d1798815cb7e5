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
  absent?: string;
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
  const root = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Node;
  return unique(rowsBelow('', root));
}

function rowsBelow(path: string, node: Node): KeyRow[] {
  const variants = [...(node.anyOf ?? []), ...(node.oneOf ?? [])].flatMap((variant) => rowsBelow(path, variant));
  const ofItems = node.items ? itemRows(`${path}[]`, node.items) : [];
  const ofKeys = Object.entries(node.properties ?? {}).flatMap(([name, child]) => {
    const at = path === '' ? name : `${path}.${name}`;
    return [rowOf(at, child, node.required?.includes(name) ?? false), ...rowsBelow(at, child)];
  });
  return [...variants, ...ofItems, ...ofKeys];
}

/** Items that are plain values have a row only if there is something to say of them. */
function itemRows(path: string, item: Node): KeyRow[] {
  const below = rowsBelow(path, item);
  return below.length > 0 || item.description === undefined ? below : [rowOf(path, item, true)];
}

function rowOf(path: string, node: Node, isRequired: boolean): KeyRow {
  const isDefaulted = node.default !== undefined;
  const absent = isDefaulted ? `\`${JSON.stringify(node.default)}\`` : isRequired ? 'required' : (node.absent ?? '');
  const { description: meaning = '', unit = '', example } = node;
  return { path, rule: ruleOf(node), meaning, unit, absent, example };
}

/** Keys that several variants share, and say the same of, are one. */
const unique = (rows: KeyRow[]): KeyRow[] =>
  [...new Map(rows.toReversed().map((row) => [`${row.path} ${row.meaning}`, row])).values()].toReversed();

function ruleOf(node: Node): string {
  if (node.const !== undefined) return `\`${JSON.stringify(node.const)}\``;
  if (node.enum) return node.enum.map((value) => `\`${String(value)}\``).join(', ');
  if (node.anyOf ?? node.oneOf) return 'one of the kinds below';
  const words = { integer: 'whole number', string: 'text', array: 'list', object: 'section', boolean: 'true or false' };
  const type = words[(node.type ?? '') as keyof typeof words] ?? node.type ?? 'value';
  const limits = [
    limit(node.minItems ?? node.minLength ?? lowest(node), node.maxItems ?? node.maxLength ?? node.maximum),
  ];
  return [type, ...limits.filter((text) => text !== '')].join(', ');
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
