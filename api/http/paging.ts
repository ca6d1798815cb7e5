import { z } from 'zod';
import { fieldProblem } from './problems';
import { integerText } from '#contract/common';

/** Query parameters of every list. */
export const pageQuery = {
  limit: integerText(1, 100).default(20).describe('Entries per page'),
  cursor: z.string().min(1).max(512).optional().describe('`next` of the page before; absent: the first page'),
};

export interface Page<T> {
  items: T[];
  /** Opaque: the cursor of the next page; null on the last one. */
  next: string | null;
}

export const pageOf = <S extends z.ZodType>(item: S) =>
  z.strictObject({ items: z.array(item), next: z.string().nullable() });

const encodeCursor = (position: unknown): string => Buffer.from(JSON.stringify(position)).toString('base64url');

/** The position that a cursor stands for. It grants nothing: the query holds its own filter. @throws Problem 400. */
export function decodeCursor<S extends z.ZodType>(schema: S, cursor: string | undefined): z.output<S> | null {
  if (cursor === undefined) return null;
  const parsed = schema.safeParse(parseJson(Buffer.from(cursor, 'base64url').toString('utf8')));
  if (parsed.success) return parsed.data;
  throw fieldProblem({ in: 'query', field: 'cursor', rule: 'cursor', message: 'is not a cursor that this list gave' });
}

/** Cuts `rows`, read with a limit one higher than the page's, into a page. */
export function pageFrom<R, T>(
  rows: R[],
  limit: number,
  positionOf: (row: R) => unknown,
  resourceOf: (row: R) => T,
): Page<T> {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    items: shown.map(resourceOf),
    next: rows.length > limit && last !== undefined ? encodeCursor(positionOf(last)) : null,
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
