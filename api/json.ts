import type { FieldError } from './problems';

export type JsonFault = Pick<FieldError, 'field' | 'rule' | 'message'>;

/** Names that mean something else to JavaScript: schemas and copies drop or misread them silently. */
const reserved = new Set(['__proto__', 'constructor', 'prototype']);

/**
 * What JSON may say and nothing of ours can keep, at the first place where it does: a number beyond the largest
 * (`1e400` parses as infinite, and would be stored as null), or a reserved name. Null: there is none.
 */
export function jsonFault(parsed: unknown): JsonFault | null {
  // A stack of its own: a body may be nested more deeply than calls can be.
  const left: { value: unknown; field: string }[] = [{ value: parsed, field: '' }];
  for (let next = left.pop(); next; next = left.pop()) {
    const { value, field } = next;
    if (typeof value === 'number' && !Number.isFinite(value)) {
      return { field, rule: 'finite', message: 'must be a finite number' };
    }
    if (typeof value !== 'object' || value === null) continue;
    for (const [name, part] of Object.entries(value).reverse()) {
      const place = field === '' ? name : `${field}.${name}`;
      if (reserved.has(name)) return { field: place, rule: 'name', message: 'is a name that is not allowed' };
      if (typeof part === 'number' || typeof part === 'object') left.push({ value: part, field: place });
    }
  }
  return null;
}
