import type { Assignment } from './decision';
import { explain } from './explain';
import type { Plan } from './plan';
import type { Problem } from './problem';
import { bundlesOf } from './route';
import type { DispatchState } from './types';

/**
 * Commits late: a planned bundle is told to its courier only when the courier is free and has to leave before the next
 * decision, since until then a better match may come. Returns what to tell now; what is left of the plan is the memory.
 */
export function commitDue<P>(
  problem: Problem,
  plan: Plan,
  state: DispatchState<P>,
  stepMs: number,
): { assignments: Assignment[]; left: Record<string, string[][]> } {
  const assignments: Assignment[] = [];
  const left: Record<string, string[][]> = {};
  plan.routes.forEach((route, courier) => {
    const bundles = bundlesOf(route);
    const next = bundles[0];
    const { id, freeAtMs } = state.couriers[courier]!;
    if (next && freeAtMs <= problem.nowMs && slackOf(problem, courier, next) < stepMs) {
      assignments.push(assign(problem, plan, state, courier, next));
      bundles.shift();
    }
    if (bundles.length > 0) left[id] = bundles.map((bundle) => bundle.map((order) => state.orders[order]!.id));
  });
  return { assignments, left };
}

/** How long a courier who is free now can wait without delaying the pickup, ms; negative when it is late already. */
function slackOf(problem: Problem, courier: number, bundle: readonly number[]): number {
  return readyOf(problem, bundle) - problem.halfPickupMs - legTo(problem, courier, bundle) - problem.nowMs;
}

const readyOf = ({ readyMs }: Problem, bundle: readonly number[]): number =>
  Math.max(...bundle.map((order) => readyMs[order]!));

const legTo = (problem: Problem, courier: number, bundle: readonly number[]): number =>
  problem.courierToStation[courier * problem.stationCount + problem.stationOf[bundle[0]!]!]!;

function assign<P>(
  problem: Problem,
  plan: Plan,
  state: DispatchState<P>,
  courier: number,
  bundle: number[],
): Assignment {
  const { nowMs, halfPickupMs, halfDropoffMs, orderToOrder, orderCount, stationToOrder } = problem;
  const pickupAtMs = Math.max(readyOf(problem, bundle), nowMs + legTo(problem, courier, bundle) + halfPickupMs);
  let atMs = pickupAtMs + halfPickupMs;
  const dropoffAtMs = bundle.map((order, i) => {
    const before = bundle[i - 1];
    atMs +=
      (before === undefined ? stationToOrder[order]! : orderToOrder[before * orderCount + order]!) + halfDropoffMs;
    const dropoff = atMs;
    atMs += halfDropoffMs;
    return dropoff;
  });
  return {
    courierId: state.couriers[courier]!.id,
    stationId: state.orders[bundle[0]!]!.stationId,
    orderIds: bundle.map((order) => state.orders[order]!.id),
    pickupAtMs,
    dropoffAtMs,
    freeAtMs: atMs,
    explanation: explain(problem, plan, state, courier, bundle, dropoffAtMs),
  };
}
