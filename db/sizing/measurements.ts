import type { Measurements } from '#domain/sizing/types';
import type { Queryable } from '../pool';

/** Columns of `measurements m` as members of `Measurements`, for json_build_object too. */
const members = {
  heightCm: 'height_cm',
  weightKg: 'weight_kg',
  bustBandCm: 'bust_band_cm',
  bustCup: 'bust_cup',
  footLengthCm: 'foot_length_cm',
  ageYears: 'age_years',
  bodyType: 'body_type',
} as const satisfies Record<keyof Measurements, string>;

export const measurementsAsJson = (table: string): string =>
  `json_build_object(${Object.entries(members)
    .map(([name, column]) => `'${name}', ${table}.${column}`)
    .join(', ')})`;

export interface MeasurementsRead {
  measurements: Measurements;
  updatedAt: Date;
}

/** Null: the customer told nothing. */
export async function readMeasurements(db: Queryable, customerId: string): Promise<MeasurementsRead | null> {
  const { rows } = await db.query<MeasurementsRead>(
    `SELECT ${measurementsAsJson('m')} AS measurements, m.updated_at AS "updatedAt" FROM measurements m
     WHERE m.customer_id = $1`,
    [customerId],
  );
  return rows[0] ?? null;
}

/** Replaces all that was told; the trigger tells every process that the customer's picks are stale. */
export async function replaceMeasurements(
  db: Queryable,
  customerId: string,
  measurements: Measurements,
): Promise<MeasurementsRead> {
  const names = Object.keys(members) as (keyof Measurements)[];
  const columns = names.map((name) => members[name]);
  const { rows } = await db.query<MeasurementsRead>(
    `INSERT INTO measurements AS m (customer_id, ${columns.join(', ')})
     VALUES ($1, ${columns.map((_, at) => `$${at + 2}`).join(', ')})
     ON CONFLICT (customer_id) DO UPDATE SET updated_at = clock_timestamp(),
       ${columns.map((column) => `${column} = excluded.${column}`).join(', ')}
     RETURNING ${measurementsAsJson('m')} AS measurements, m.updated_at AS "updatedAt"`,
    [customerId, ...names.map((name) => measurements[name] ?? null)],
  );
  if (!rows[0]) throw new Error('INSERT ... RETURNING gave no row');
  return rows[0];
}
