import type { Problem } from './problem';
import { emptyRoute, orderCost, routeCost, type Route } from './route';
import { hourMs } from '../time';

/** A tentative plan: a route per courier. Plans are compared by `isBetter`: no cost makes up for an order that is left. */
export interface Plan {
  routes: Route[];
  /** Courier of each order, -1 for none. */
  courierOf: Int32Array;
  /** How many orders have no courier. Those that nobody can serve count in every plan alike. */
  left: number;
  /** That of the routes, ms, and for each order that is left what it would cost an hour from now. */
  cost: number;
}

/** Costs that differ by less are rounding errors: of sums of that size, or 1e-6 ms. */
const rounding = 1e-12;
const noticeableMs = 1e-6;

/**
 * Whether a plan is to be preferred, though it costs up to `worseMs` more: fewer orders are left, or as many at less
 * cost. Serving comes before every delay, since costs are looked at only between plans that leave equally many.
 */
export function isBetter(plan: Readonly<Score>, other: Readonly<Score>, worseMs = -noticeableOf(other)): boolean {
  return plan.left === other.left ? plan.cost < other.cost + worseMs : plan.left < other.left;
}

type Score = Pick<Plan, 'left' | 'cost'>;

/** The least difference in cost (ms) that is none of rounding. */
export const noticeableOf = ({ cost }: Score): number => Math.max(noticeableMs, Math.abs(cost) * rounding);

/** An order that is left is reckoned as dropped off this long after it could be: whoever has waited longest loses most by it. */
const leftForMs = hourMs;

/** Where an order fits best into a route. `join` says how it gets into a bundle. */
export interface Insertion {
  extraMs: number;
  at: number;
  join: Join;
}

/** A bundle of its own; the bundle that ends before `at`, or goes on there; the first of the bundle that starts at `at`. */
type Join = 'alone' | 'before' | 'after';

export function emptyPlan(problem: Problem): Plan {
  const routes = Array.from({ length: problem.courierCount }, emptyRoute);
  const courierOf = new Int32Array(problem.orderCount).fill(-1);
  const cost = courierOf.reduce((sum, _, order) => sum + leftCost(problem, order), 0);
  return { routes, courierOf, left: courierOf.length, cost };
}

/** Cost (ms) of an order that is left; it tells only which, among plans that leave equally many. */
export function leftCost(problem: Problem, order: number): number {
  return orderCost(problem, order, Math.max(problem.nowMs, problem.boundMs[order]!) + leftForMs);
}

const tryOrders: number[] = [];
const tryFirst: number[] = [];

/** Where an order costs a courier's route least; `extraMs` is Infinity where it does not fit. Writes into `found`. */
export function bestInsertion(
  problem: Problem,
  courier: number,
  route: Route,
  order: number,
  found: Insertion,
): number {
  found.extraMs = Infinity;
  if (problem.excluded[order * problem.courierCount + courier] === 1) return Infinity;
  const { orders, first } = route;
  const { stationOf } = problem;
  const length = orders.length;
  const station = stationOf[order]!;
  for (let at = 0; at <= length; at += 1) {
    const startsHere = at === length || first[at] === 1;
    if (startsHere) attempt(problem, courier, route, order, at, 'alone', found);
    if (at > 0 && stationOf[orders[at - 1]!] === station) attempt(problem, courier, route, order, at, 'before', found);
    if (at < length && startsHere && stationOf[orders[at]!] === station) {
      attempt(problem, courier, route, order, at, 'after', found);
    }
  }
  return found.extraMs;
}

function attempt(
  problem: Problem,
  courier: number,
  { orders, first, cost }: Route,
  order: number,
  at: number,
  join: Join,
  found: Insertion,
): void {
  const length = orders.length;
  for (let i = 0; i < at; i += 1) {
    tryOrders[i] = orders[i]!;
    tryFirst[i] = first[i]!;
  }
  tryOrders[at] = order;
  tryFirst[at] = join === 'before' ? 0 : 1;
  for (let i = at; i < length; i += 1) {
    tryOrders[i + 1] = orders[i]!;
    tryFirst[i + 1] = first[i]!;
  }
  if (join === 'after') tryFirst[at + 1] = 0;
  const extraMs = routeCost(problem, courier, tryOrders, tryFirst, length + 1) - cost;
  if (extraMs >= found.extraMs) return;
  found.extraMs = extraMs;
  found.at = at;
  found.join = join;
}

export function insertOrder(
  problem: Problem,
  plan: Plan,
  courier: number,
  order: number,
  { at, join }: Insertion,
): void {
  const route = plan.routes[courier]!;
  route.orders.splice(at, 0, order);
  route.first.splice(at, 0, join === 'before' ? 0 : 1);
  if (join === 'after') route.first[at + 1] = 0;
  plan.courierOf[order] = courier;
  plan.left -= 1;
  plan.cost -= leftCost(problem, order);
  recost(problem, plan, courier);
}

/** Takes an order out of the plan; the rest of its bundle stays together. */
export function removeOrder(problem: Problem, plan: Plan, order: number): void {
  const courier = plan.courierOf[order]!;
  const route = plan.routes[courier]!;
  const at = route.orders.indexOf(order);
  if (route.first[at] === 1 && at + 1 < route.orders.length) route.first[at + 1] = 1;
  route.orders.splice(at, 1);
  route.first.splice(at, 1);
  plan.courierOf[order] = -1;
  plan.left += 1;
  plan.cost += leftCost(problem, order);
  recost(problem, plan, courier);
}

/** Brings the costs of a route and of the plan up to date. */
export function recost(problem: Problem, plan: Plan, courier: number): void {
  const route = plan.routes[courier]!;
  const cost = routeCost(problem, courier, route.orders, route.first, route.orders.length);
  plan.cost += cost - route.cost;
  route.cost = cost;
}
