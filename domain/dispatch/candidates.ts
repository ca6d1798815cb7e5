import type { Problem } from './problem';

/**
 * The couriers worth trying for each order: those who can be at its station first, at most `options.candidates`. An
 * order that is ready later does not need the first one there, so that a reach before that counts as equal; the nearer
 * first then. Others are tried only when none of these can take the order.
 */
export function nearCouriers(problem: Omit<Problem, 'candidates'>): Int32Array[] {
  const { courierCount, stationCount, orderCount, courierToStation, startMs, readyMs, stationOf, options } = problem;
  const everyone = Int32Array.from({ length: courierCount }, (_, courier) => courier);
  if (courierCount <= options.candidates) return Array.from({ length: orderCount }, () => everyone);
  const travelMs = new Float64Array(courierCount);
  const reachMs = new Float64Array(courierCount);
  return Array.from({ length: orderCount }, (_, order) => {
    const neededMs = readyMs[order]! - problem.halfPickupMs;
    for (let courier = 0; courier < courierCount; courier += 1) {
      travelMs[courier] = courierToStation[courier * stationCount + stationOf[order]!]!;
      const atMs = startMs[courier]! + travelMs[courier]!;
      reachMs[courier] = atMs > problem.offMs[courier]! ? Infinity : Math.max(neededMs, atMs);
    }
    const ranked = everyone
      .filter((courier) => problem.excluded[order * courierCount + courier] === 0)
      .sort((a, b) => compare(reachMs[a]!, reachMs[b]!) || travelMs[a]! - travelMs[b]! || a - b);
    return ranked.slice(0, options.candidates);
  });
}

const compare = (a: number, b: number): number => (a === b ? 0 : a - b);
