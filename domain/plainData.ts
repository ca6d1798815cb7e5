/** What is wrong with data from outside, and where: names of members and indexes of lists, from the top. */
export interface DataFault {
  path: (string | number)[];
  rule: 'finite' | 'name';
  message: string;
}

/** Names that every object has to JavaScript: copies and lookups drop or misread them silently. */
const reserved: ReadonlySet<string> = new Set([...Object.getOwnPropertyNames(Object.prototype), 'prototype']);

export const isReservedName = (name: string): boolean => reserved.has(name);
export const reservedNameMessage = 'is a name that is not allowed';

/** A value and how it is reached. Paths are read from the end: one list for each would grow with the square of the depth. */
interface Place {
  value: unknown;
  name: string | number;
  of: Place | null;
}

/**
 * What JSON and YAML may say and nothing of ours can keep, at the first place where it does: a number beyond the largest
 * (`1e400` parses as infinite, and would be stored as null), or a reserved name. Null: there is none.
 */
export function dataFault(parsed: unknown): DataFault | null {
  // A stack of its own: data may be nested more deeply than calls can be. And in YAML a list may hold itself.
  const left: Place[] = [{ value: parsed, name: '', of: null }];
  const seen = new Set<object>();
  for (let place = left.pop(); place; place = left.pop()) {
    const { value } = place;
    if (typeof value === 'number' && !Number.isFinite(value)) {
      return { path: pathTo(place), rule: 'finite', message: 'must be a finite number' };
    }
    if (typeof value !== 'object' || value === null || seen.has(value)) continue;
    seen.add(value);
    const isList = Array.isArray(value);
    for (const [name, part] of Object.entries(value).reverse()) {
      const inner: Place = { value: part, name: isList ? Number(name) : name, of: place };
      if (isReservedName(name)) return { path: pathTo(inner), rule: 'name', message: reservedNameMessage };
      if (typeof part === 'number' || typeof part === 'object') left.push(inner);
    }
  }
  return null;
}

function pathTo(place: Place): DataFault['path'] {
  const path: DataFault['path'] = [];
  for (let at = place; at.of; at = at.of) path.push(at.name);
  return path.reverse();
}
