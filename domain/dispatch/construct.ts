import { solveAssignment } from './assignment';
import { bestInsertion, insertOrder, recost, type Insertion, type Plan } from './plan';
import type { Problem } from './problem';
import { emptyRoute, routeCost } from './route';
import type { DispatchState } from './types';

/** Takes over what still holds of the last decision's plan, so that the search goes on where it stopped. */
export function warmStart<P>(problem: Problem, plan: Plan, { couriers, orders, memory }: DispatchState<P>): void {
  if (!memory) return;
  const indexOf = new Map(orders.map(({ id }, index) => [id, index]));
  couriers.forEach(({ id }, courier) => {
    for (const bundle of memory.plan[id] ?? []) {
      const known = bundle.map((orderId) => indexOf.get(orderId)).filter((order) => order !== undefined);
      appendBundle(problem, plan, courier, known);
    }
  });
}

function appendBundle(problem: Problem, plan: Plan, courier: number, bundle: number[]): void {
  const route = plan.routes[courier]!;
  let leader = -1;
  for (const order of bundle) {
    // Whatever the memory says, an order is planned once, and with a courier who may have it.
    if (plan.courierOf[order] !== -1 || problem.excluded[order * problem.courierCount + courier] === 1) continue;
    const joins = leader >= 0 && problem.stationOf[leader] === problem.stationOf[order];
    const at = route.orders.length;
    const length = at + 1;
    const cost = routeCost(problem, courier, [...route.orders, order], [...route.first, joins ? 0 : 1], length);
    if (cost === Infinity) continue;
    insertOrder(problem, plan, courier, order, { extraMs: 0, at, join: joins ? 'before' : 'alone' });
    leader = order;
  }
}

/**
 * Matches orders without a courier to couriers by optimal assignment, at most one more per courier and round, until a
 * round matches none. An order may join what its courier is planned to do. Last, whoever is left tries all couriers.
 */
export function matchInRounds(problem: Problem, plan: Plan): void {
  const everyone = Int32Array.from(plan.routes, (_, courier) => courier);
  while (matchOnce(problem, plan, (order) => problem.candidates[order]!));
  while (matchOnce(problem, plan, () => everyone));
}

function matchOnce(problem: Problem, plan: Plan, couriersFor: (order: number) => Int32Array): boolean {
  const { courierCount } = problem;
  const open = [...plan.courierOf.keys()].filter((order) => plan.courierOf[order] === -1);
  if (open.length === 0) return false;
  const found: Insertion = { extraMs: Infinity, at: 0, join: 'alone' };
  // One more column per order: it stays without courier in this round.
  const columns = courierCount + open.length;
  const costs = new Float64Array(open.length * columns).fill(Infinity);
  open.forEach((order, row) => {
    for (const courier of couriersFor(order)) {
      costs[row * columns + courier] = bestInsertion(problem, courier, plan.routes[courier]!, order, found);
    }
  });
  const stays = costOfStaying(costs, open.length);
  open.forEach((_, row) => (costs[row * columns + courierCount + row] = stays));
  let matched = false;
  solveAssignment(costs, open.length, columns).forEach((courier, row) => {
    if (courier >= courierCount) return;
    bestInsertion(problem, courier, plan.routes[courier]!, open[row]!, found);
    insertOrder(problem, plan, courier, open[row]!, found);
    matched = true;
  });
  return matched;
}

/**
 * Cost of staying without courier for a round, such that the cheapest assignment matches as many orders as can be. Proof:
 * of two assignments of `rows` orders, the one that matches more pays at least once less for staying, and for the others
 * at most `rows * (most - least)` more, counting 0 as an insertion's cost; staying costs more than that.
 */
function costOfStaying(costs: Float64Array, rows: number): number {
  let least = 0;
  let most = 0;
  for (const cost of costs) {
    if (cost === Infinity) continue;
    least = Math.min(least, cost);
    most = Math.max(most, cost);
  }
  return 1 + 2 * rows * (most - least); // twice, so that rounding can't undo it
}

/** Gives all routes to couriers anew, each as a whole, by optimal assignment: the best plan with these bundles in this order. */
export function reassignRoutes(problem: Problem, plan: Plan): void {
  const { courierCount } = problem;
  const routes = plan.routes.filter(({ orders }) => orders.length > 0);
  if (routes.length === 0) return;
  const costs = new Float64Array(routes.length * courierCount);
  routes.forEach(({ orders, first }, row) => {
    for (let courier = 0; courier < courierCount; courier += 1) {
      const refused = orders.some((order) => problem.excluded[order * courierCount + courier] === 1);
      costs[row * courierCount + courier] = refused
        ? Infinity
        : routeCost(problem, courier, orders, first, orders.length);
    }
  });
  plan.routes = Array.from({ length: courierCount }, emptyRoute);
  solveAssignment(costs, routes.length, courierCount).forEach((courier, row) => {
    plan.routes[courier] = routes[row]!;
    for (const order of routes[row]!.orders) plan.courierOf[order] = courier;
    recost(problem, plan, courier);
  });
}
