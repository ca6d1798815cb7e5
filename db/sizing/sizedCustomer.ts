import type { FitClass } from '#domain/sizing/model/types';
import { categoryOf, positionsOf } from '#domain/sizing/styles';
import type { Measurements, OwnFit, SizedCustomer } from '#domain/sizing/types';
import type { SizingRules } from '#domain/program/types';
import type { Queryable } from '../pool';
import { newestFits } from './fits';
import { measurementsAsJson } from './measurements';

export interface SizingStanding {
  customer: SizedCustomer;
  /** The fit model in charge; null: none was trained yet. */
  modelVersion: number | null;
}

interface FitRow {
  styleId: string;
  size: string;
  brand: string | null;
  categoryPath: string[];
  fit: FitClass;
}

/** The latest of a customer's fits that are read: far more than the belief about their size takes in. */
const mostFits = 60;

/**
 * What sizing knows of one customer in a program, read at one moment, in one round trip. Fits are what they did, so they
 * stay out while personalization is off; measurements and the preferred size are what they told, to be used.
 */
export async function readSizingStanding(
  db: Queryable,
  programId: string,
  customerId: string,
  rules: SizingRules,
): Promise<SizingStanding> {
  const { rows } = await db.query<{
    personalized: boolean;
    measurements: Measurements | null;
    preferredSize: string | null;
    modelVersion: number | null;
    fits: FitRow[] | null;
  }>({
    name: 'read-sizing', // planned once per connection: planning would take longer than running it
    text: `
      SELECT coalesce(c.personalization, true) AS personalized, f.fits, s.size AS "preferredSize",
        CASE WHEN m.customer_id IS NOT NULL THEN ${measurementsAsJson('m')} END AS measurements,
        (SELECT version FROM fit_models WHERE program_id = $1 AND state = 'published') AS "modelVersion"
      FROM (SELECT) AS one
      LEFT JOIN customer_settings c ON c.customer_id = $2
      LEFT JOIN measurements m ON m.customer_id = $2
      LEFT JOIN LATERAL (
        SELECT preferences ->> 'size' AS size FROM subscriptions
        WHERE customer_id = $2 AND program_id = $1 AND status <> 'cancelled'
        ORDER BY created_at DESC, id DESC LIMIT 1) s ON true
      LEFT JOIN LATERAL (
        SELECT json_agg(json_build_object('styleId', style_id, 'size', size, 'brand', brand, 'categoryPath', category_path,
          'fit', fit) ORDER BY occurred_at, sku) AS fits
        FROM (${newestFits(`e.program_id = $1 AND e.customer_id = $2`)} ORDER BY occurred_at DESC LIMIT ${mostFits}) AS newest
      ) f ON true`,
    values: [programId, customerId],
  });
  const { personalized, measurements, preferredSize, modelVersion, fits } = rows[0]!;
  return {
    customer: {
      customerId: personalized ? customerId : null,
      fits: personalized ? ownFits(fits ?? [], rules) : [],
      measurements: measurements ?? {},
      preferredSize,
    },
    modelVersion,
  };
}

/** Of sizes that the program still has. */
function ownFits(rows: FitRow[], rules: SizingRules): OwnFit[] {
  const positions = positionsOf(rules);
  return rows.flatMap(({ styleId, size, brand, categoryPath, fit }) => {
    const position = positions.get(size);
    return position === undefined ? [] : [{ styleId, brand, category: categoryOf(categoryPath), position, fit }];
  });
}
