import type { Unserved, UnservedReason } from './decision';
import type { Plan } from './plan';
import type { Problem } from './problem';
import { routeCost } from './route';
import type { DispatchState } from './types';

/** The orders that the plan leaves without a courier, each with the reason. */
export function unservedOrders<P>(problem: Problem, plan: Plan, { orders }: DispatchState<P>): Unserved[] {
  const unserved: Unserved[] = [];
  orders.forEach(({ id: orderId }, order) => {
    if (plan.courierOf[order] === -1) unserved.push({ orderId, reason: reasonOf(problem, order) });
  });
  return unserved;
}

function reasonOf(problem: Problem, order: number): UnservedReason {
  const { courierCount, excluded } = problem;
  if (courierCount === 0) return 'NoCourier';
  const alone = (courier: number): boolean => routeCost(problem, courier, [order], [1], 1) < Infinity;
  const able = Array.from({ length: courierCount }, (_, courier) => courier).filter(alone);
  if (able.length === 0) return 'OffDutyBefore';
  return able.every((courier) => excluded[order * courierCount + courier] === 1) ? 'AllDeclined' : 'CapacityTaken';
}
