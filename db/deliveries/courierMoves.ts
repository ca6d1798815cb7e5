import type { Move } from '#domain/dispatch/decision';
import type { Queryable } from '../pool';
import { minuteMs } from '#domain/time';

export interface SuggestedMove {
  stationId: string;
  savesMs: number;
  expiresAt: Date;
}

/** How long a courier who has arrived is left there before dispatch thinks of another place: people are no pawns. */
const staysMs = 5 * minuteMs;

/** A suggestion stands: nothing came in between, and it has not expired. `instant` is SQL. */
const stands = (instant: string): string => `ended_at IS NULL AND expires_at > ${instant}`;

/**
 * Suggests a place to an idle courier; false, and nothing was changed, when one is suggested already (a repeat of the
 * batch). In the transaction that stores the decision.
 */
export async function suggestMove(tx: Queryable, zoneId: string, move: Move, nowMs: number): Promise<boolean> {
  const { rowCount } = await tx.query(
    `INSERT INTO courier_moves (zone_id, courier_id, station_id, saves_ms, suggested_at, expires_at)
     SELECT $1, $2, $3, $4, $5, $6
     WHERE NOT EXISTS (SELECT FROM courier_moves WHERE courier_id = $2 AND ${stands('$5')})`,
    [zoneId, move.courierId, move.stationId, move.savesMs, new Date(nowMs), new Date(move.arrivesAtMs + staysMs)],
  );
  return rowCount === 1;
}

/** Ends what is suggested to these couriers: an offer came, or their shift is over. */
export async function endMoves(tx: Queryable, courierIds: readonly string[], nowMs: number): Promise<void> {
  await tx.query(`UPDATE courier_moves SET ended_at = $2 WHERE courier_id = ANY($1) AND ${stands('$2')}`, [
    courierIds,
    new Date(nowMs),
  ]);
}

/** The station that is suggested to each of these couriers, by courier; who has none is missing. */
export async function readMoves(
  db: Queryable,
  courierIds: readonly string[],
  nowMs: number,
): Promise<Map<string, SuggestedMove>> {
  const { rows } = await db.query<SuggestedMove & { courierId: string }>(
    `SELECT courier_id AS "courierId", station_id AS "stationId", saves_ms AS "savesMs", expires_at AS "expiresAt"
     FROM courier_moves WHERE courier_id = ANY($1) AND ${stands('$2')} ORDER BY id`,
    [courierIds, new Date(nowMs)],
  );
  return new Map(rows.map(({ courierId, ...move }) => [courierId, move]));
}
