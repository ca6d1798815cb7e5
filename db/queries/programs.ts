import type { Program } from '../../domain/program/types';
import type { Queryable } from '../pool';

/** Publishes a program; true when that changed what was published before. */
export async function publishProgram(db: Queryable, program: Program): Promise<boolean> {
  const { rowCount } = await db.query(
    `INSERT INTO programs (id, config) VALUES ($1, $2)
     ON CONFLICT (id) DO UPDATE SET config = excluded.config, published_at = now()
       WHERE programs.config IS DISTINCT FROM excluded.config`,
    [program.id, JSON.stringify(program)],
  );
  return rowCount === 1;
}

/** The program as published last; null when there is none of that ID. */
export async function readProgram(db: Queryable, id: string): Promise<Program | null> {
  const { rows } = await db.query<{ config: Program }>('SELECT config FROM programs WHERE id = $1', [id]);
  return rows[0]?.config ?? null;
}

/** All published programs, by ID. */
export async function listPrograms(db: Queryable): Promise<Program[]> {
  const { rows } = await db.query<{ config: Program }>('SELECT config FROM programs ORDER BY id');
  return rows.map(({ config }) => config);
}

/** Plans of a program that subscriptions count on, though the given ones no longer contain them. */
export async function plansInUse(db: Queryable, programId: string, planIds: string[]): Promise<string[]> {
  const { rows } = await db.query<{ plan_id: string }>(
    `SELECT DISTINCT plan_id FROM subscriptions
     WHERE program_id = $1 AND status <> 'cancelled' AND plan_id <> ALL($2) ORDER BY plan_id`,
    [programId, planIds],
  );
  return rows.map((row) => row.plan_id);
}
