import type { CycleRow, MetricsWorld, SubscriptionRow } from './world';

/** One observation, as docs/metrics.md defines it. */
export interface Fact {
  metric: string;
  key: string;
  customerId: string;
  value: number;
}

export type KeyOf = (fact: { subscription: SubscriptionRow; cycle: CycleRow | undefined; at: Date }) => string | null;

const monthOf = (at: Date): string => at.toISOString().slice(0, 7);

export const keys: Record<string, KeyOf> = {
  program: () => '',
  cohort: ({ subscription }) => subscription.cohort,
  plan: ({ subscription }) => subscription.planId,
  signUpMonth: ({ subscription }) => monthOf(subscription.anchorAt),
  month: ({ at }) => monthOf(at),
  modelVersion: ({ cycle }) => (cycle ? String(cycle.modelVersion ?? 'rules') : null),
  'arm:novelty': ({ cycle }) => cycle?.arms?.['novelty'] ?? null,
};

export interface Span {
  from?: Date;
  to?: Date;
}

const inSpan = (at: Date, { from, to }: Span): boolean => (!from || at >= from) && (!to || at < to);

/** Every observation of a world, row by row and without a query: slow, and plain enough to be believed. */
export function expectedFacts(world: MetricsWorld, groupBy: string, span: Span): Fact[] {
  const facts: Fact[] = [];
  const keyOf = keys[groupBy]!;
  for (const subscription of world.subscriptions) {
    const cycles = world.cycles.filter(({ subscriptionId }) => subscriptionId === subscription.id);
    const newestAt = (at: Date) => cycles.filter(({ openedAt }) => openedAt <= at).at(-1);
    const add = (metric: string, value: number, at: Date, cycle = newestAt(at)): void => {
      const key = keyOf({ subscription, cycle, at });
      if (key !== null) facts.push({ metric, key, customerId: subscription.customerId, value });
    };
    for (const cycle of cycles.filter(({ cutoffAt }) => inSpan(cutoffAt, span)))
      addCycle(subscription, cycle, cycles, add);
    addStars(world, subscription, groupBy, span, add);
    addChurn(subscription, groupBy, span, add);
    for (const { sentAt, answers } of world.surveys.filter(
      ({ subscriptionId }) => subscriptionId === subscription.id,
    )) {
      if (!inSpan(sentAt, span)) continue;
      add('responseRate', answers ? 1 : 0, sentAt);
      if (answers) add('recommend', Number(answers['recommend']), sentAt);
    }
  }
  return facts;
}

type Add = (metric: string, value: number, at: Date, cycle?: CycleRow) => void;

function addCycle(subscription: SubscriptionRow, cycle: CycleRow, all: CycleRow[], add: Add): void {
  const { status, cutoffAt } = cycle;
  if (status !== 'shipped' && status !== 'skipped') return;
  add('swapRate', cycle.swapped ? 1 : 0, cutoffAt, cycle);
  add('skipRate', status === 'skipped' ? 1 : 0, cutoffAt, cycle);
  if (status === 'skipped') return;
  if (cycle.stars !== null) add('itemStars', cycle.stars, cutoffAt, cycle);
  if (cycle.delivered) add('returnRate', cycle.returned ? 1 : 0, cutoffAt, cycle);
  const later = all.find(({ number }) => number === cycle.number + 1);
  const lapsed = subscription.status === 'paused' && subscription.nextOpenAt.getTime() <= Date.now();
  if (later) {
    if (['shipped', 'skipped', 'unfilled'].includes(later.status)) add('renewalRate', 1, cutoffAt, cycle);
    if (['cancelled', 'paused'].includes(later.status)) add('renewalRate', 0, cutoffAt, cycle);
  } else if (subscription.status === 'cancelled' || lapsed) {
    add('renewalRate', 0, cutoffAt, cycle);
  }
}

function addStars(world: MetricsWorld, { id }: SubscriptionRow, groupBy: string, span: Span, add: Add): void {
  const said = world.stars.filter(({ subscriptionId, at }) => subscriptionId === id && inSpan(at, span));
  const newest = new Map(said.map((each) => [groupBy === 'month' ? monthOf(each.at) : '', each]));
  for (const { stars, at } of newest.values()) add('subscriptionStars', stars, at);
}

function addChurn({ anchorAt, endedAt }: SubscriptionRow, groupBy: string, { from, to }: Span, add: Add): void {
  if ((to && anchorAt >= to) || (from && endedAt && endedAt < from)) return;
  const until = to && to.getTime() < Date.now() ? new Date(to.getTime() - 1) : new Date();
  const last = endedAt && endedAt <= until ? endedAt : until;
  if (groupBy !== 'month') {
    add('churnRate', last === endedAt ? 1 : 0, last);
    return;
  }
  const first = from && from > anchorAt ? from : anchorAt;
  const months = Array.from({ length: 12 * 10 }, (_, n) => new Date(Date.UTC(2025, n))).filter(
    (month) => monthOf(month) >= monthOf(first) && month <= last,
  );
  for (const month of months) {
    add('churnRate', last === endedAt && monthOf(endedAt) === monthOf(month) ? 1 : 0, month);
  }
}
