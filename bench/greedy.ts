import type { Dispatcher } from '#cli/eval/dispatch/simulate';
import type { Assignment } from '#domain/dispatch/decide';

/**
 * What most start with, for comparison: every order goes to the nearest courier who is free, one at a time, as
 * soon as that courier is free; nothing is bundled, nothing waits for a better match.
 */
export const greedy: Dispatcher = (state, geometry, nowMs) => {
  const free = state.couriers.filter(({ freeAtMs }) => freeAtMs <= nowMs);
  const assignments: Assignment[] = [];
  const { pickupMs, dropoffMs } = state.service;
  for (const { id, stationId, station, destination, readyAtMs } of state.orders.toSorted(
    (a, b) => a.placedAtMs - b.placedAtMs,
  )) {
    const ranked = free
      .map((courier) => ({ courier, travelMs: geometry.travelMs(courier.place, station) }))
      .map((each) => ({ ...each, pickupAtMs: Math.max(readyAtMs, nowMs + each.travelMs + pickupMs / 2) }))
      .filter(({ courier, pickupAtMs }) => pickupAtMs <= courier.offDutyAtMs)
      .sort((a, b) => a.travelMs - b.travelMs);
    const best = ranked[0];
    if (!best) continue;
    free.splice(free.indexOf(best.courier), 1);
    const { pickupAtMs } = best;
    const dropoff = pickupAtMs + pickupMs / 2 + geometry.travelMs(station, destination) + dropoffMs / 2;
    const courier = { travelMs: best.travelMs, costMs: best.travelMs, nextBest: null, candidates: ranked.length };
    assignments.push({
      courierId: best.courier.id,
      stationId,
      orderIds: [id],
      pickupAtMs,
      dropoffAtMs: [dropoff],
      freeAtMs: dropoff + dropoffMs / 2,
      explanation: { reasons: ['nearest free courier'], courier, bundle: null, slackMs: 0, delayMs: [0] },
    });
  }
  const demand = { asOfMs: nowMs, orders: 0, ordersOfStation: {}, leadMinutes: [], ordersPerMinute: 0, counted: [] };
  return { assignments, moves: [], unserved: [], memory: { plan: {}, demand } };
};
