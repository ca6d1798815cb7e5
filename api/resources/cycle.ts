import type { z } from 'zod';
import type { CycleRead } from '#db/subscriptions/cycleReads';
import type { SubscriptionRead } from '#db/subscriptions/subscriptionReads';
import { businessAt } from '#domain/clock';
import type { CourierWish } from '#domain/promise/types';
import type { RankedItem } from '#domain/selection/types';
import { isoOf, isoOfMs } from '#contract/common';
import type { cycle, cycleDelivery, cycleSummary } from '#contract/cycle';

export function cycleSummaryResource(
  read: CycleRead,
  subscription: SubscriptionRead,
  nowMs: number,
): z.input<typeof cycleSummary> {
  const selected = read.offered.find(({ sku }) => sku === read.sku);
  return {
    subscriptionId: read.subscriptionId,
    number: read.number,
    status: read.status,
    selection: selected ? itemResource(selected) : null,
    chosenBy: read.chosenBy,
    skipped: read.skipped,
    chargeCents: read.chargeCents,
    delivery: cycleDeliveryResource(read.courier),
    openedAt: isoOf(read.openedAt),
    cutoffAt: isoOf(read.cutoffAt),
    shipAt: isoOf(read.shipAt),
    canChange: canChange(read, subscription, nowMs),
  };
}

export function cycleResource(read: CycleRead, subscription: SubscriptionRead, nowMs: number): z.input<typeof cycle> {
  return {
    ...cycleSummaryResource(read, subscription, nowMs),
    alternatives: read.offered.filter(({ sku }) => sku !== read.sku).map(itemResource),
  };
}

/** What the customer is shown; the workflow decides when it comes to it. */
function canChange(read: CycleRead, subscription: SubscriptionRead, nowMs: number): boolean {
  if (read.status !== 'open' || subscription.status === 'cancelled') return false;
  return businessAt(subscription.clock, nowMs) < read.cutoffAt.getTime();
}

/** How a cycle is to be brought; its fee comes on top of the cycle's charge. */
export function cycleDeliveryResource(courier: CourierWish | null | undefined): z.input<typeof cycleDelivery> {
  if (!courier) return { method: 'parcel', feeCents: 0, from: null, courierFrom: null };
  const { kind, feeCents, from, fromAtMs } = courier;
  return { method: kind, feeCents, from, courierFrom: isoOfMs(fromAtMs) };
}

const itemResource = ({ sku, title, priceCents, reason, size }: RankedItem) => {
  return { sku, title, priceCents, reason, size: size ?? null };
};
