import type { Program } from '#domain/program/types';
import type { Queryable } from '../pool';
import { listPublished, publish, readPublished } from './published';

/** Publishes a program; true when that changed what was published before. */
export const publishProgram = (db: Queryable, program: Program): Promise<boolean> => publish(db, 'programs', program);

/** The program as published last; null when there is none of that ID. */
export const readProgram = (db: Queryable, id: string): Promise<Program | null> =>
  readPublished<Program>(db, 'programs', id);

/** All published programs, by ID. */
export const listPrograms = (db: Queryable): Promise<Program[]> => listPublished<Program>(db, 'programs');

/** Plans of a program that subscriptions count on, though the given ones no longer contain them. */
export async function plansInUse(db: Queryable, programId: string, planIds: string[]): Promise<string[]> {
  const { rows } = await db.query<{ plan_id: string }>(
    `SELECT DISTINCT plan_id FROM subscriptions
     WHERE program_id = $1 AND status <> 'cancelled' AND plan_id <> ALL($2) ORDER BY plan_id`,
    [programId, planIds],
  );
  return rows.map((row) => row.plan_id);
}
