import { seededRandom } from '#domain/numbers/random';
import type { CycleRow, MetricsWorld, SubscriptionRow } from './world';
import { dayMs } from '#domain/time';

const startMs = Date.parse('2025-01-01T00:00:00Z');

/** Months of subscriptions of all kinds: some customers have two, some never come as far as a cycle. */
export function randomWorld(programId: string, count: number, seed: number): MetricsWorld {
  const random = seededRandom(seed);
  const world: MetricsWorld = { subscriptions: [], cycles: [], stars: [], surveys: [] };
  for (let n = 0; n < count; n++) addSubscription(world, `${programId}-${n}`, programId, random);
  return world;
}

function addSubscription(world: MetricsWorld, id: string, programId: string, random: () => number): void {
  const pick = <T>(values: readonly T[]): T => values[Math.floor(random() * values.length)]!;
  const anchorMs = startMs + Math.floor(random() * 120) * dayMs + 3_600_000;
  const boxes = Math.floor(random() * 6);
  const status = pick(['active', 'active', 'active', 'paused', 'cancelled'] as const);
  const endMs = anchorMs + boxes * 30 * dayMs + 10 * dayMs;
  const ended = status === 'cancelled';
  const subscription: SubscriptionRow = {
    id,
    customerId: `cus_${programId}_${Math.floor(random() * 80)}`,
    programId,
    planId: pick(['monthly', 'weekly']),
    cohort: pick(['0', '1']),
    status,
    anchorAt: new Date(anchorMs),
    endedAt: ended ? new Date(endMs) : null,
    reason: ended ? pick(['Too many toys', ' too many toys ', 'moving', null]) : null,
    nextOpenAt: new Date(random() < 0.5 ? Date.now() + dayMs : endMs),
  };
  world.subscriptions.push(subscription);
  for (let number = 1; number <= boxes; number++) {
    world.cycles.push(randomCycle(subscription, number, number === boxes, pick, random));
  }
  for (let n = Math.floor(random() * 3); n > 0; n--) {
    const at = new Date(anchorMs + Math.floor(random() * 150) * dayMs);
    world.stars.push({ subscriptionId: id, stars: pick([1, 2, 3, 4, 5]), at });
  }
  if (random() < 0.5) {
    const answers = {
      recommend: pick([0, 3, 7, 9, 10]),
      best: pick(['toy', 'box']),
      ...(random() < 0.5 ? { wish: `more of ${id}` } : {}),
    };
    const sentAt = new Date(anchorMs + Math.floor(random() * 100) * dayMs);
    world.surveys.push({ subscriptionId: id, sentAt, answers: random() < 0.6 ? answers : null });
  }
}

function randomCycle(
  { id, anchorAt, status }: SubscriptionRow,
  number: number,
  isLast: boolean,
  pick: <T>(values: readonly T[]) => T,
  random: () => number,
): CycleRow {
  const openedMs = anchorAt.getTime() + (number - 1) * 30 * dayMs;
  const closings = ['shipped', 'shipped', 'shipped', 'skipped', 'paused', 'unfilled'] as const;
  const last = status === 'cancelled' ? (['shipped', 'cancelled'] as const) : ([...closings, 'open'] as const);
  const closed = pick<CycleRow['status']>(isLast ? last : closings);
  const delivered = closed === 'shipped' && random() < 0.8;
  return {
    subscriptionId: id,
    number,
    status: closed,
    swapped: random() < 0.3,
    openedAt: new Date(openedMs),
    cutoffAt: new Date(openedMs + 3 * dayMs),
    modelVersion: pick([null, 2, 10]),
    arms: random() < 0.2 ? null : { novelty: pick(['control', 'more']) },
    delivered,
    stars: delivered && random() < 0.7 ? pick([2, 3, 4, 5]) : null,
    returned: delivered && random() < 0.1,
  };
}
