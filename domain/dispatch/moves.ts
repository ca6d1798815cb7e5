import { valueFrom } from './coverage';
import type { Move } from './decision';
import type { Plan } from './plan';
import type { Coverage, Problem } from './problem';
import type { DispatchState, Geometry } from './types';

/**
 * What a ride must save of expected orders' delay, per ms of riding. Low, since an idle courier has nothing better to do;
 * not nothing, since expected orders are not orders and couriers are people.
 */
const leastGain = 0.02;
/** The busiest stations are tried; the others are near one of them, or not worth a ride. */
const mostStations = 12;

/**
 * Sends the idle courier who gains most to where orders are expected, one per decision. A courier with a planned order
 * stays free for it. Who is on the way already is not sent elsewhere, and nobody else after them: where they are now
 * says too little of what the station will have.
 */
export function bestMove<P>(
  problem: Problem,
  plan: Plan,
  coverage: Coverage,
  state: DispatchState<P>,
  geometry: Geometry<P>,
): Move[] {
  const stations = state.stations ?? [];
  const awaited = new Set(state.couriers.flatMap(({ headedFor }) => headedFor ?? []));
  const busiest = stations
    .map(({ id, place }, index) => ({ id, place, index, rate: coverage.rates[index]! }))
    .filter(({ id }) => !awaited.has(id))
    .sort((a, b) => b.rate - a.rate || a.index - b.index)
    .slice(0, mostStations)
    .map((station) => ({
      ...station,
      travel: Float64Array.from(problem.stationIds, (_, to) =>
        to < stations.length ? geometry.travelMs(station.place, stations[to]!.place) : Infinity,
      ),
    }));
  let best: Move | undefined;
  state.couriers.forEach(({ id, freeAtMs, headedFor }, courier) => {
    if (headedFor || freeAtMs > problem.nowMs || plan.routes[courier]!.orders.length > 0) return;
    for (const { index, travel } of busiest) {
      const arrivesAtMs = problem.nowMs + problem.courierToStation[courier * problem.stationCount + index]!;
      const there = valueFrom(problem, coverage, courier, travel, 0, -1, arrivesAtMs);
      const savesMs = there - coverage.idleValue[courier]!;
      if (savesMs < leastGain * (arrivesAtMs - problem.nowMs) || arrivesAtMs === problem.nowMs) continue;
      if (!best || savesMs > best.savesMs)
        best = { courierId: id, stationId: stations[index]!.id, arrivesAtMs, savesMs };
    }
  });
  return best ? [{ ...best, savesMs: Math.round(best.savesMs) }] : [];
}
