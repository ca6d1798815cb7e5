import type { Explanation } from './decision';
import { bestInsertion, type Insertion, type Plan } from './plan';
import type { Problem } from './problem';
import { emptyRoute, routeCost, type Route } from './route';
import type { DispatchState } from './types';

/** Why a courier is told a bundle now. `bundle` is the first of the courier's route. */
export function explain<P>(
  problem: Problem,
  plan: Plan,
  { couriers }: DispatchState<P>,
  courier: number,
  bundle: readonly number[],
  dropoffAtMs: readonly number[],
): Explanation {
  const { courierToStation, stationCount, stationOf, readyMs, halfPickupMs, nowMs } = problem;
  const travelMs = courierToStation[courier * stationCount + stationOf[bundle[0]!]!]!;
  const route = plan.routes[courier]!;
  const rest = without(problem, courier, route, bundle.length);
  const { next, candidates } = nextBest(problem, plan, courier, bundle);
  const readyAtMs = Math.max(...bundle.map((order) => readyMs[order]!));
  const parts: Omit<Explanation, 'reasons'> = {
    courier: {
      travelMs,
      costMs: Math.round(route.cost - rest.cost),
      nextBest: next && { courierId: couriers[next.courier]!.id, costMs: Math.round(next.costMs) },
      candidates,
    },
    bundle: bundle.length > 1 ? { apartMs: apart(problem, plan, courier, rest, bundle) } : null,
    slackMs: readyAtMs - halfPickupMs - travelMs - nowMs,
    delayMs: bundle.map((order, i) => Math.max(0, dropoffAtMs[i]! - problem.boundMs[order]!)),
  };
  return { reasons: reasonsOf(parts), ...parts };
}

function without(problem: Problem, courier: number, { orders, first }: Route, count: number): Route {
  const rest = { orders: orders.slice(count), first: first.slice(count), cost: 0 };
  rest.cost = routeCost(problem, courier, rest.orders, rest.first, rest.orders.length);
  return rest;
}

/** The cheapest other courier for the bundle, before or after what that courier is planned to do. */
function nextBest(
  problem: Problem,
  plan: Plan,
  courier: number,
  bundle: readonly number[],
): { next: { courier: number; costMs: number } | null; candidates: number } {
  let next: { courier: number; costMs: number } | null = null;
  let candidates = 1;
  const starts = bundle.map((_, i) => (i === 0 ? 1 : 0));
  plan.routes.forEach(({ orders, first, cost }, other) => {
    if (other === courier) return;
    if (bundle.some((order) => problem.excluded[order * problem.courierCount + other] === 1)) return;
    const length = bundle.length + orders.length;
    const before = routeCost(problem, other, [...bundle, ...orders], [...starts, ...first], length);
    const after = routeCost(problem, other, [...orders, ...bundle], [...first, ...starts], length);
    const costMs = Math.min(before, after) - cost;
    if (costMs === Infinity) return;
    candidates += 1;
    if (next === null || costMs < next.costMs) next = { courier: other, costMs };
  });
  return { next, candidates };
}

/** Cost of the orders one by one: the first by this courier, each other one by whoever is best for it; null if nobody is. */
function apart(problem: Problem, plan: Plan, courier: number, rest: Route, bundle: readonly number[]): number | null {
  const found: Insertion = { extraMs: Infinity, at: 0, join: 'alone' };
  const [leader, ...others] = bundle;
  let sum = bestInsertion(problem, courier, rest.orders.length > 0 ? rest : emptyRoute(), leader!, found);
  for (const order of others) {
    let best = Infinity;
    plan.routes.forEach((route, other) => {
      if (other !== courier) best = Math.min(best, bestInsertion(problem, other, route, order, found));
    });
    sum += best;
  }
  return Number.isFinite(sum) ? Math.round(sum) : null;
}

function reasonsOf({ courier, bundle, slackMs, delayMs }: Omit<Explanation, 'reasons'>): string[] {
  const reasons: string[] = [];
  if (courier.nextBest === null) reasons.push('no other courier can pick it up before their shift ends');
  else if (courier.nextBest.costMs >= courier.costMs) {
    const dearer = minutes(courier.nextBest.costMs - courier.costMs);
    reasons.push(
      `least cost of ${courier.candidates} couriers: the next best, ${courier.nextBest.courierId}, costs ${dearer} more`,
    );
  } else {
    const cheaper = minutes(courier.costMs - courier.nextBest.costMs);
    reasons.push(
      `${courier.nextBest.courierId} alone would cost ${cheaper} less, but all planned orders together more`,
    );
  }
  if (bundle) {
    const saved =
      bundle.apartMs === null ? 'nobody else could take the others' : `one by one they cost ${minutes(bundle.apartMs)}`;
    reasons.push(`${delayMs.length} orders of one station together cost ${minutes(courier.costMs)}; ${saved}`);
  }
  if (slackMs >= 0) reasons.push(`leaves now: ${minutes(courier.travelMs)} away, a later start would delay the pickup`);
  else reasons.push(`leaves now: the order is ready ${minutes(-slackMs)} before the courier can be there`);
  return reasons;
}

const minutes = (ms: number): string => `${Math.round(ms / 6_000) / 10} min`;
