import { readCarried } from '../../db/queries/carried';
import { type CourierRead, lockCourier, setShift } from '../../db/queries/couriers';
import { wakeDispatcher } from '../../db/queries/deliveryEvents';
import { withdrawOffersTo } from '../../db/queries/offerEnds';
import { readZone } from '../../db/queries/zones';
import type { Zone } from '../../domain/geography/types';
import type { ApiContext } from '../context';
import { fieldProblem, Problem } from '../problems';

/** Nobody delivers for longer than half a day; a forgotten shift ends by itself. */
const longestShiftMs = 12 * 3_600_000;

export interface ShiftRequest {
  courierId: string;
  zoneId: string;
  /** Wall time, ms; null: off shift. */
  untilMs: number | null;
  /** Absent: what the zone counts with. */
  capacity: number | undefined;
}

/**
 * Begins, changes or ends a shift, in the transaction of `context.db`. Off shift nothing more is offered; what was
 * accepted before is still theirs to deliver, or to give up.
 */
export async function changeShift({ db, now }: ApiContext, request: ShiftRequest): Promise<CourierRead> {
  const { courierId, zoneId, untilMs } = request;
  const zone = await readZone(db, zoneId);
  if (!zone) throw fieldProblem({ in: 'body', field: 'zoneId', rule: 'exists', message: 'no such zone is published' });
  checkUntil(untilMs, now());
  const capacity = capacityOf(zone, request.capacity);
  const before = await lockCourier(db, courierId);
  const hasMoved = before !== null && before.zoneId !== zoneId;
  if (hasMoved && (await readCarried(db, zone, [courierId])).get(courierId)?.length) {
    throw new Problem('StillDelivering', `finish what you carry in ${before.zoneId} first`);
  }
  const courier = await setShift(db, { courierId, zoneId, untilMs, capacity }, now());
  if (untilMs === null || hasMoved) await withdrawOffersTo(db, courierId);
  await wakeDispatcher(db, zoneId);
  if (hasMoved) await wakeDispatcher(db, before.zoneId);
  return courier;
}

function checkUntil(untilMs: number | null, nowMs: number): void {
  if (untilMs === null) return;
  const field = { in: 'body', field: 'until' } as const;
  if (untilMs <= nowMs) throw fieldProblem({ ...field, rule: 'future', message: 'must be in the future' });
  if (untilMs > nowMs + longestShiftMs) {
    throw fieldProblem({ ...field, rule: 'longestShift', message: 'must be at most 12 hours ahead' });
  }
}

function capacityOf({ couriers }: Zone, asked = couriers.capacity): number {
  if (asked <= couriers.capacity) return asked;
  const message = `must be at most ${couriers.capacity} in this zone`;
  throw fieldProblem({ in: 'body', field: 'capacity', rule: `max:${couriers.capacity}`, message });
}
