import type { BusinessClock } from '#domain/clock';
import type { Queryable } from '../pool';

export interface TestClock {
  id: string;
  programId: string | null;
  clock: BusinessClock;
  /** Wall time at which its Schedule was removed; null while it runs. */
  endedAt: Date | null;
}

interface Row {
  id: string;
  program_id: string | null;
  origin_wall_at: Date;
  origin_business_at: Date;
  speed: number;
  ended_at: Date | null;
}

/** Starts a clock at `originMs` of the wall, showing the same; a repeat changes nothing. Returns the clock that stands. */
export async function insertTestClock(
  db: Queryable,
  id: string,
  programId: string,
  originMs: number,
  speed: number,
): Promise<TestClock> {
  await db.query(
    `INSERT INTO test_clocks (id, program_id, origin_wall_at, origin_business_at, speed) VALUES ($1, $2, $3, $3, $4)
     ON CONFLICT DO NOTHING`,
    [id, programId, new Date(originMs), speed],
  );
  const clock = await readTestClock(db, id);
  if (!clock) throw new Error(`test clock ${id} is gone right after it was stored`);
  return clock;
}

export async function readTestClock(db: Queryable, id: string): Promise<TestClock | null> {
  const { rows } = await db.query<Row>(
    `SELECT id, program_id, origin_wall_at, origin_business_at, speed, ended_at FROM test_clocks WHERE id = $1`,
    [id],
  );
  const [row] = rows;
  return row ? { id: row.id, programId: row.program_id, clock: clockOf(row), endedAt: row.ended_at } : null;
}

/** Marks a clock as ended, once; returns when that was. */
export async function endTestClock(db: Queryable, id: string): Promise<Date | null> {
  const { rows } = await db.query<{ ended_at: Date }>(
    `UPDATE test_clocks SET ended_at = coalesce(ended_at, now()) WHERE id = $1 RETURNING ended_at`,
    [id],
  );
  return rows[0]?.ended_at ?? null;
}

/** The business clock in columns of `test_clocks`; of a row without one (an outer join), the wall clock. */
export function clockOf(row: {
  origin_wall_at: Date | null;
  origin_business_at: Date | null;
  speed: number | null;
}): BusinessClock {
  if (!row.origin_wall_at || !row.origin_business_at || row.speed === null) {
    return { originWallMs: 0, originBusinessMs: 0, speed: 1 };
  }
  return {
    originWallMs: row.origin_wall_at.getTime(),
    originBusinessMs: row.origin_business_at.getTime(),
    speed: row.speed,
  };
}
