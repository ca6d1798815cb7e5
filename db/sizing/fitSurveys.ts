import type { FitSurveySubject } from '#domain/sizing/survey';
import type { SizingRules } from '#domain/program/types';
import type { Queryable } from '../pool';

/** What a box held, if that is worn and its program asks whether it fits; null otherwise. */
export async function readFitSubject(
  tx: Queryable,
  programId: string,
  shipmentId: string,
): Promise<FitSurveySubject | null> {
  const { rows } = await tx.query<{ sku: string; title: string; size: string; sizing: SizingRules }>(
    `SELECT i.sku, i.title, i.size, p.config -> 'sizing' AS sizing
     FROM shipments s JOIN items i ON i.program_id = $1 AND i.sku = s.sku AND i.size IS NOT NULL
     JOIN programs p ON p.id = $1 AND p.config -> 'sizing' -> 'fitSurvey' IS NOT NULL
     WHERE s.id = $2`,
    [programId, shipmentId],
  );
  const [row] = rows;
  return row?.sizing.fitSurvey ? { ...row, delayHours: row.sizing.fitSurvey.delayHours } : null;
}
