import { courierValue } from './coverage';
import type { Problem } from './problem';

/**
 * One courier's bundles, flat: orders in drop-off order, and 1 in `first` where a bundle starts. Flat, because the
 * search tries thousands of routes per decision and must not allocate.
 */
export interface Route {
  orders: number[];
  first: number[];
  cost: number;
}

export const emptyRoute = (): Route => ({ orders: [], first: [], cost: 0 });

export function copyRoute({ orders, first, cost }: Route): Route {
  return { orders: orders.slice(), first: first.slice(), cost };
}

/** The bundles of a route, each in drop-off order. */
export function bundlesOf({ orders, first }: Route): number[][] {
  const bundles: number[][] = [];
  orders.forEach((order, i) => {
    if (first[i] === 1) bundles.push([order]);
    else bundles.at(-1)!.push(order);
  });
  return bundles;
}

/** Where the last `routeCost` ended: the time, and the order whose destination it is (-1: it did not move). */
export const lastEnd = { atMs: 0, order: -1 };

/** Orders that were priced so far: a measure of effort that is the same on every machine, unlike time. */
export const effort = { priced: 0 };

/**
 * Cost (ms) of a courier's route, Infinity when it can't be driven: every order's delay, aged; plus what the courier is
 * worth less for orders to come than if it had stayed. 0 for no orders.
 */
export function routeCost(
  problem: Problem,
  courier: number,
  orders: ArrayLike<number>,
  first: ArrayLike<number>,
  length: number,
): number {
  const { stationOf, readyMs, orderToStation, stationCount, orderCount, halfPickupMs, halfDropoffMs } = problem;
  effort.priced += length;
  let atMs = problem.startMs[courier]!;
  let here = -1;
  let cost = 0;
  let i = 0;
  while (i < length) {
    const station = stationOf[orders[i]!]!;
    let end = i + 1;
    let ready = readyMs[orders[i]!]!;
    for (; end < length && first[end] === 0; end += 1) ready = Math.max(ready, readyMs[orders[end]!]!);
    if (end - i > problem.capacity[courier]!) return Infinity;
    const leg =
      here < 0
        ? problem.courierToStation[courier * stationCount + station]!
        : orderToStation[here * stationCount + station]!;
    const pickup = Math.max(ready, atMs + leg + halfPickupMs);
    if (pickup > problem.offMs[courier]!) return Infinity;
    atMs = pickup + halfPickupMs;
    here = -1;
    for (; i < end; i += 1) {
      const order = orders[i]!;
      atMs +=
        (here < 0 ? problem.stationToOrder[order]! : problem.orderToOrder[here * orderCount + order]!) + halfDropoffMs;
      cost += orderCost(problem, order, atMs);
      atMs += halfDropoffMs;
      here = order;
    }
  }
  lastEnd.atMs = atMs;
  lastEnd.order = here;
  const { coverage } = problem;
  if (here < 0 || !coverage) return cost;
  return cost + coverage.idleValue[courier]! - courierValue(problem, coverage, courier, here, atMs);
}

/** Cost (ms) of an order that is dropped off then: its delay over its bound, aged, and more past its promise. */
export function orderCost(problem: Problem, order: number, dropoffMs: number): number {
  const { ageingMs, starvingMs, lateWeight } = problem.options;
  const delay = Math.max(0, dropoffMs - problem.boundMs[order]!);
  const late = Math.max(0, dropoffMs - problem.dueMs[order]!);
  const starving = (Math.max(0, delay - starvingMs) / starvingMs) ** 2 * starvingMs;
  const aged = (delay * delay + starving * starving) / ageingMs;
  return problem.weight[order]! * (delay + aged + lateWeight * late);
}
