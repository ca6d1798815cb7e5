import type { Queryable } from '../pool';

/** One effect of one cycle: `{subscription}:{cycle}:{step}`. */
export interface EffectId {
  subscriptionId: string;
  cycle: number;
  step: string;
}

/** The recorded answer of an effect, or null when it is not known to have taken place. */
export async function findEffect<T>(db: Queryable, { subscriptionId, cycle, step }: EffectId): Promise<T | null> {
  const { rows } = await db.query<{ answer: T }>(
    'SELECT answer FROM effects WHERE subscription_id = $1 AND cycle = $2 AND step = $3',
    [subscriptionId, cycle, step],
  );
  return rows[0]?.answer ?? null;
}

/** Records an effect for ever. True when this call recorded it; false when another one was first, whose answer stands. */
export async function recordEffect(
  db: Queryable,
  { subscriptionId, cycle, step }: EffectId,
  answer: unknown,
): Promise<boolean> {
  const { rowCount } = await db.query(
    `INSERT INTO effects (subscription_id, cycle, step, answer) VALUES ($1, $2, $3, $4)
     ON CONFLICT DO NOTHING`,
    [subscriptionId, cycle, step, JSON.stringify(answer)],
  );
  return rowCount === 1;
}

export interface RecordedEffect {
  step: string;
  answer: Record<string, unknown>;
  recordedAt: Date;
}

/** Every effect of one cycle's shipment, oldest first. There is one per step and round, so there are few. */
export async function listEffects(db: Queryable, of: Omit<EffectId, 'step'>): Promise<RecordedEffect[]> {
  const { rows } = await db.query<RecordedEffect>(
    `SELECT step, answer, recorded_at AS "recordedAt" FROM effects
     WHERE subscription_id = $1 AND cycle = $2 ORDER BY recorded_at, step`,
    [of.subscriptionId, of.cycle],
  );
  return rows;
}
