import { wearerOf } from '#domain/sizing/measurements';
import type { FitClass, FitRecord } from '#domain/sizing/model/types';
import { categoryOf, positionsOf } from '#domain/sizing/styles';
import type { Measurements } from '#domain/sizing/types';
import type { SizingRules } from '#domain/program/types';
import type { Queryable } from '../pool';
import { measurementsAsJson } from './measurements';

/** Is event `e` of how a worn item turned out? Said so, or sent back for its size. */
const isFit = `(e.kind = 'fit' OR e.kind = 'return' AND e.data ->> 'reason' IN ('tooSmall', 'tooLarge'))`;
/** `FitClass` of such an event. */
const fitOf = `CASE coalesce(e.data ->> 'fit', e.data ->> 'reason')
  WHEN 'tooSmall' THEN 'small' WHEN 'tooLarge' THEN 'large' ELSE 'fit' END`;

/**
 * The fits that meet a condition on events `e` and items `i`, the latest word on each item of each customer: what was said
 * in a survey may be followed by a return.
 */
export const newestFits = (condition: string): string => `
  SELECT * FROM (
    SELECT DISTINCT ON (e.customer_id, e.program_id, e.sku) e.customer_id, e.program_id, e.sku, e.occurred_at, i.style_id, i.size, i.brand,
      i.category_path, ${fitOf} AS fit
    FROM events e JOIN items i ON i.program_id = e.program_id AND i.sku = e.sku AND i.size IS NOT NULL
    WHERE ${condition} AND ${isFit}
    ORDER BY e.customer_id, e.program_id, e.sku, e.occurred_at DESC, e.id DESC) AS latest`;

/** A fit to learn from, with what is counted beside the model. */
export interface TrainingFit {
  record: FitRecord;
  brand: string | null;
  position: number;
}

interface Row {
  customer_id: string;
  style_id: string;
  size: string;
  brand: string | null;
  category_path: string[];
  occurred_at: Date;
  fit: FitClass;
  measurements: Measurements;
}

/**
 * The newest fits of a program, oldest first, at most `limit`: of events of transactions before `untilTx`, which have ended,
 * so that a repeat reads the same, and of nobody who turned personalization off.
 */
export async function readTrainingFits(
  db: Queryable,
  programId: string,
  rules: SizingRules,
  untilTx: string,
  limit: number,
): Promise<TrainingFit[]> {
  const { rows } = await db.query<Row>(
    `SELECT f.*, ${measurementsAsJson('m')} AS measurements
     FROM (${newestFits(
       `e.program_id = $1 AND e.tx < $2::xid8
        AND e.customer_id NOT IN (SELECT customer_id FROM customer_settings WHERE NOT personalization)`,
     )} ORDER BY occurred_at DESC, customer_id, sku LIMIT $3) AS f
     LEFT JOIN measurements m USING (customer_id)`,
    [programId, untilTx, limit],
  );
  const positions = positionsOf(rules);
  return rows.reverse().flatMap((row) => {
    const position = positions.get(row.size);
    if (position === undefined) return [];
    const { customer_id: customerId, style_id: styleId, occurred_at: occurredAt, brand, fit } = row;
    const record: FitRecord = {
      customerId,
      styleId,
      size: rules.sizes[position]!.ordinal,
      category: categoryOf(row.category_path),
      wearer: wearerOf(row.measurements),
      atMs: occurredAt.getTime(),
      fit,
    };
    return [{ record, brand, position }];
  });
}
