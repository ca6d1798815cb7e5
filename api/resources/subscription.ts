import type { z } from 'zod';
import type { SubscriptionRead } from '#db/subscriptions/subscriptionReads';
import type { SubscriptionSnapshot } from '#workflows/subscription/messages';
import { isoOf, isoOfMs } from '#contract/common';
import type { subscription, subscriptionChange } from '#contract/subscription';
import { cycleDeliveryResource } from './cycle';

export function subscriptionResource(read: SubscriptionRead): z.input<typeof subscription> {
  return {
    id: read.id,
    customerId: read.customerId,
    programId: read.programId,
    planId: read.planId,
    status: read.status,
    zone: read.zone,
    email: read.email,
    address: read.address,
    preferences: read.preferences,
    nextCycle: read.nextCycle,
    nextOpenAt: isoOf(read.nextOpenAt),
    cancelReason: read.cancelReason,
    testClockId: read.testClockId,
    createdAt: isoOf(read.createdAt),
  };
}

export function changeResource(snapshot: SubscriptionSnapshot): z.input<typeof subscriptionChange> {
  const { subscriptionId, status, planId, preferences, nextCycle, revision, cycle } = snapshot;
  return {
    subscriptionId,
    status,
    planId,
    preferences,
    nextCycle,
    nextOpenAt: isoOfMs(snapshot.nextOpenAtMs),
    revision,
    cycle: cycle && {
      number: cycle.number,
      status: cycle.status,
      sku: cycle.sku,
      chosenBy: cycle.chosenBy,
      skipped: cycle.skipped,
      alternatives: cycle.alternatives,
      chargeCents: cycle.chargeCents,
      delivery: cycleDeliveryResource(cycle.courier),
      openedAt: isoOfMs(cycle.openedAtMs),
      cutoffAt: isoOfMs(cycle.cutoffAtMs),
      shipAt: isoOfMs(cycle.shipAtMs),
    },
  };
}
