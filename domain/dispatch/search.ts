import {
  bestInsertion,
  insertOrder,
  isBetter,
  leftCost,
  noticeableOf,
  removeOrder,
  type Insertion,
  type Plan,
} from './plan';
import type { Problem } from './problem';
import { copyRoute, effort, type Route } from './route';

/** Orders taken out of the plan at once, at most: enough to exchange two routes' ends, few enough to be quick. */
const mostRemoved = 4;
/** How much worse a plan may get on the way to a better one, in the mean, at the start of the search; none at its end. */
const temperatureMs = 30_000;
/** How often a search begins at an order that is left, while there is one. */
const leftFirst = 0.5;

/**
 * Large neighbourhood search: takes a few related orders out of the plan and puts each back where it costs least,
 * the one with most to lose first; keeps the best plan seen. Effort is
 * counted, not timed, so that the same state gives the same plan.
 */
export function improvePlan(problem: Problem, plan: Plan, random: () => number, iterations: number): void {
  if (problem.orderCount === 0 || problem.courierCount === 0) return;
  let best = snapshot(plan);
  const mostPriced = effort.priced + problem.options.mostPriced;
  for (let iteration = 0; iteration < iterations && effort.priced < mostPriced; iteration += 1) {
    const before = { left: plan.left, cost: plan.cost };
    const removed = relatedOrders(problem, plan, random);
    const couriers = removed.map((order) => plan.courierOf[order]!);
    const touched = new Map<number, Route>();
    for (const order of removed) {
      if (plan.courierOf[order] === -1) continue;
      keepOnce(touched, plan, plan.courierOf[order]!);
      removeOrder(problem, plan, order);
    }
    insertByRegret(problem, plan, removed, touched, random() < 0.7);
    const worseMs = temperatureMs * (1 - iteration / iterations) * -Math.log(1 - random());
    if (!isBetter(plan, before, worseMs + noticeableOf(before))) {
      for (const [courier, route] of touched) plan.routes[courier] = route;
      removed.forEach((order, i) => (plan.courierOf[order] = couriers[i]!));
      Object.assign(plan, before);
    } else if (isBetter(plan, best)) best = snapshot(plan);
  }
  Object.assign(plan, best);
}

function snapshot({ routes, courierOf, left, cost }: Plan): Plan {
  return { routes: routes.map(copyRoute), courierOf: courierOf.slice(), left, cost };
}

function keepOnce(touched: Map<number, Route>, plan: Plan, courier: number): void {
  if (!touched.has(courier)) touched.set(courier, copyRoute(plan.routes[courier]!));
}

/** Some orders that could change places: near each other in place and time, or any two. */
function relatedOrders(problem: Problem, plan: Plan, random: () => number): number[] {
  const { orderCount } = problem;
  const seed = seedOrder(plan, random);
  const count = 1 + Math.floor(random() * mostRemoved);
  if (count === 1) return [seed];
  if (random() < 0.25) {
    const other = Math.floor(random() * orderCount);
    return other === seed ? [seed] : [seed, other];
  }
  const ranked: { order: number; distance: number }[] = [];
  for (let order = 0; order < orderCount; order += 1) {
    if (order !== seed) ranked.push({ order, distance: unlikeness(problem, plan, seed, order) * (0.3 + random()) });
  }
  ranked.sort((a, b) => a.distance - b.distance);
  return [seed, ...ranked.slice(0, count - 1).map(({ order }) => order)];
}

/** Any order; one that is left more often than others. */
function seedOrder({ courierOf, left }: Plan, random: () => number): number {
  if (left === 0 || random() >= leftFirst) return Math.floor(random() * courierOf.length);
  const open = [...courierOf.keys()].filter((order) => courierOf[order] === -1);
  return open[Math.floor(random() * open.length)]!;
}

/** How little two orders have to do with each other, ms. */
function unlikeness(
  { stationOf, stationCount, orderToStation, readyMs }: Problem,
  plan: Plan,
  a: number,
  b: number,
): number {
  const there = orderToStation[a * stationCount + stationOf[b]!]!;
  const back = orderToStation[b * stationCount + stationOf[a]!]!;
  const apart = (stationOf[a] === stationOf[b] ? 0 : 240_000) + (plan.courierOf[a] === plan.courierOf[b] ? 0 : 240_000);
  return Math.min(there, back) + Math.abs(readyMs[a]! - readyMs[b]!) / 2 + apart;
}

/**
 * Puts orders back. `byRegret`: first those that only one courier can do, then the one whose second best courier is worst;
 * else the cheapest.
 */
function insertByRegret(
  problem: Problem,
  plan: Plan,
  orders: number[],
  touched: Map<number, Route>,
  byRegret: boolean,
): void {
  const { courierCount } = problem;
  const found: Insertion = { extraMs: Infinity, at: 0, join: 'alone' };
  const extras = orders.map((order) => {
    const extra = new Float64Array(courierCount).fill(Infinity);
    for (const courier of problem.candidates[order]!) {
      extra[courier] = bestInsertion(problem, courier, plan.routes[courier]!, order, found);
    }
    return extra;
  });
  const left = orders.map((_, row) => row);
  while (left.length > 0) {
    let chosen = { place: -1, courier: -1, isBound: false, score: -Infinity };
    left.forEach((row, place) => {
      const { courier, best, second } = twoCheapest(extras[row]!, courierCount);
      if (courier < 0) return;
      const isBound = byRegret && second === Infinity;
      // Whom only one courier can take is compared by what it loses if it is left.
      const otherwise = isBound ? leftCost(problem, orders[row]!) : second;
      const score = byRegret ? otherwise - best : -best;
      const isNext = isBound === chosen.isBound ? score > chosen.score : isBound;
      if (isNext) chosen = { place, courier, isBound, score };
    });
    if (chosen.courier < 0) return;
    const { courier, place } = chosen;
    const order = orders[left[place]!]!;
    keepOnce(touched, plan, courier);
    bestInsertion(problem, courier, plan.routes[courier]!, order, found);
    insertOrder(problem, plan, courier, order, found);
    left.splice(place, 1);
    const route = plan.routes[courier]!;
    for (const row of left) {
      if (!problem.candidates[orders[row]!]!.includes(courier)) continue;
      extras[row]![courier] = bestInsertion(problem, courier, route, orders[row]!, found);
    }
  }
}

function twoCheapest(extras: Float64Array, count: number): { courier: number; best: number; second: number } {
  let courier = -1;
  let best = Infinity;
  let second = Infinity;
  for (let candidate = 0; candidate < count; candidate += 1) {
    const extra = extras[candidate]!;
    if (extra < best) {
      second = best;
      best = extra;
      courier = candidate;
    } else if (extra < second) second = extra;
  }
  return { courier, best, second };
}
