import { commitDue } from './commit';
import { matchInRounds, reassignRoutes, warmStart } from './construct';
import { buildProblem } from './buildProblem';
import { buildCoverage } from './coverage';
import type { DispatchDecision } from './decision';
import { delayByReach, learnDemand, stationRates } from './demand';
import { bestMove } from './moves';
import { defaultOptions, type DispatchOptions } from './options';
import { emptyPlan, recost, type Plan } from './plan';
import type { Coverage, Problem } from './problem';
import { seededRandom } from '../numbers/random';
import { lastEnd, routeCost } from './route';
import { improvePlan } from './search';
import type { DemandMemory, DispatchState, Geometry } from './types';
import { unservedOrders } from './unserved';

export type { Assignment, DispatchDecision, UnservedReason } from './decision';

/**
 * One batch of the rolling horizon: plans all open orders for all couriers of a zone, and says what to tell whom now.
 * The caller applies the assignments, and asks again after `stepMs` at the latest, with the memory.
 *
 * Pure and deterministic: the same state at the same instant gives the same decision. 1. What is left of the last plan,
 * and new orders matched to it by optimal assignment. 2. What couriers are worth for orders that nobody placed yet.
 * 3. Search for bundles and sequences that cost less, then optimal assignment of whole routes. 4. What can't wait is
 * committed; the rest is tentative.
 *
 * `nowMs` and `stepMs` are ms; `overrides` replaces single options.
 */
export function decide<P>(
  state: DispatchState<P>,
  geometry: Geometry<P>,
  nowMs: number,
  stepMs: number,
  overrides: Partial<DispatchOptions> = {},
): DispatchDecision {
  const options = { ...defaultOptions, ...overrides };
  const problem = buildProblem(state, geometry, nowMs, options);
  const demand = learnDemand(state.memory?.demand, state.orders, nowMs);
  const plan = emptyPlan(problem);
  warmStart(problem, plan, state);
  matchInRounds(problem, plan);
  const coverage = lookAhead(problem, plan, demand);
  search(problem, plan);
  const { assignments, left } = commitDue(problem, plan, state, stepMs);
  return {
    assignments,
    moves: options.moves && coverage ? bestMove(problem, plan, coverage, state, geometry) : [],
    unserved: unservedOrders(problem, plan, state),
    memory: { plan: left, demand },
  };
}

/** From here on, the plan's costs hold what couriers are worth for expected orders. */
function lookAhead(problem: Problem, plan: Plan, demand: DemandMemory): Coverage | undefined {
  const { expectedWeight } = problem.options;
  if (expectedWeight === 0) return undefined;
  const atMs = problem.startMs.slice();
  const order = new Int32Array(problem.courierCount).fill(-1);
  plan.routes.forEach((route, courier) => {
    if (route.orders.length === 0) return;
    routeCost(problem, courier, route.orders, route.first, route.orders.length);
    atMs[courier] = lastEnd.atMs;
    order[courier] = lastEnd.order;
  });
  const rates = stationRates(demand, problem.stationIds).map((rate) => rate * expectedWeight);
  const coverage = buildCoverage(problem, { atMs, order }, rates, delayByReach(demand, problem.halfPickupMs));
  problem.coverage = coverage;
  for (let courier = 0; courier < problem.courierCount; courier += 1) recost(problem, plan, courier);
  return coverage;
}

function search(problem: Problem, plan: Plan): void {
  const { iterationsPerOrder, leastIterations, mostIterations, seed } = problem.options;
  const iterations = Math.min(mostIterations, Math.max(leastIterations, iterationsPerOrder * problem.orderCount));
  reassignRoutes(problem, plan);
  // Another sequence for every second of the clock, so that a plan that one search missed is found by the next.
  improvePlan(problem, plan, seededRandom(seed + Math.floor(problem.nowMs / 1_000)), iterations);
  reassignRoutes(problem, plan);
}
