import { nearCouriers } from './candidates';
import type { DispatchOptions } from './options';
import type { Problem } from './problem';
import type { DispatchState, Geometry } from './types';

/** The problem of one decision, with travel times by `geometry`. */
export function buildProblem<P>(
  state: DispatchState<P>,
  geometry: Geometry<P>,
  nowMs: number,
  options: DispatchOptions,
): Problem {
  const { orders, couriers, service } = state;
  const { ids, places, stationOf } = indexStations(state);
  const travel = (from: readonly P[], to: readonly P[]): Float64Array => table(geometry, from, to);
  const destinations = orders.map(({ destination }) => destination);
  const stationToOrder = Float64Array.from(orders, (order) => geometry.travelMs(order.station, order.destination));
  const halfPickupMs = service.pickupMs / 2;
  const halfDropoffMs = service.dropoffMs / 2;
  const serviceMs = halfPickupMs + halfDropoffMs;
  const problem = {
    nowMs,
    orderCount: orders.length,
    courierCount: couriers.length,
    stationCount: places.length,
    stationIds: ids,
    readyMs: Float64Array.from(orders, ({ readyAtMs }) => readyAtMs),
    dueMs: Float64Array.from(orders, ({ dueAtMs }) => dueAtMs),
    boundMs: Float64Array.from(orders, ({ readyAtMs }, i) => readyAtMs + serviceMs + stationToOrder[i]!),
    weight: Float64Array.from(orders, ({ priority = 0 }) => 1 + Math.max(0, priority)),
    stationOf,
    startMs: Float64Array.from(couriers, ({ freeAtMs }) => Math.max(nowMs, freeAtMs)),
    offMs: Float64Array.from(couriers, ({ offDutyAtMs }) => offDutyAtMs),
    capacity: Float64Array.from(couriers, ({ capacity }) => capacity),
    excluded: exclusions(state),
    courierToStation: travel(
      couriers.map(({ place }) => place),
      places,
    ),
    orderToStation: travel(destinations, places),
    orderToOrder: bundleTravel(geometry, destinations, stationOf),
    stationToOrder,
    halfPickupMs,
    halfDropoffMs,
    options,
  };
  return { ...problem, candidates: nearCouriers(problem) };
}

/** All stations that are known, then those that only an order names. */
function indexStations<P>(state: DispatchState<P>): { ids: string[]; places: P[]; stationOf: Int32Array } {
  const places = (state.stations ?? []).map(({ place }) => place);
  const ids = (state.stations ?? []).map(({ id }) => id);
  const indexOf = new Map(ids.map((id, index) => [id, index]));
  const stationOf = Int32Array.from(state.orders, ({ stationId, station }) => {
    const known = indexOf.get(stationId);
    if (known !== undefined) return known;
    indexOf.set(stationId, places.length);
    ids.push(stationId);
    return places.push(station) - 1;
  });
  return { ids, places, stationOf };
}

function exclusions<P>({ orders, couriers }: DispatchState<P>): Uint8Array {
  const excluded = new Uint8Array(orders.length * couriers.length);
  orders.forEach(({ declinedBy = [] }, order) => {
    if (declinedBy.length === 0) return;
    const declined = new Set(declinedBy);
    couriers.forEach(({ id }, courier) => {
      if (declined.has(id)) excluded[order * couriers.length + courier] = 1;
    });
  });
  return excluded;
}

function table<P>(geometry: Geometry<P>, from: readonly P[], to: readonly P[]): Float64Array {
  const times = new Float64Array(from.length * to.length);
  let cell = 0;
  for (const start of from) for (const end of to) times[cell++] = geometry.travelMs(start, end);
  return times;
}

/** Between destinations of one station only: nothing else is ever carried together. */
function bundleTravel<P>(geometry: Geometry<P>, destinations: readonly P[], stationOf: Int32Array): Float64Array {
  const count = destinations.length;
  const times = new Float64Array(count * count);
  for (let from = 0; from < count; from += 1) {
    for (let to = 0; to < count; to += 1) {
      if (from === to || stationOf[from] !== stationOf[to]) continue;
      times[from * count + to] = geometry.travelMs(destinations[from]!, destinations[to]!);
    }
  }
  return times;
}
