import fc from 'fast-check';
import { faultKinds } from '#simulator/faults/rules';
import { type PlannedWebhook, planParcel } from '#simulator/webhooks/plan';
import { retryDelayMs } from '#simulator/webhooks/sender';

const plan = (kind?: 'duplicateWebhook' | 'outOfOrderWebhook' | 'lateWebhook', delayMs?: number): PlannedWebhook[] =>
  planParcel({ transitMs: 400, returns: false, fault: kind && { partner: 'carrier', kind, delayMs } });

const sent = (webhooks: PlannedWebhook[]): string[] =>
  webhooks.toSorted((left, right) => left.sendAfterMs - right.sendAfterMs).map(({ status }) => status);

test('a parcel passes four stations at equal distances', () => {
  expect(plan().map(({ status, occursAfterMs, sendAfterMs }) => [status, occursAfterMs, sendAfterMs])).toEqual([
    ['collected', 100, 100],
    ['inTransit', 200, 200],
    ['outForDelivery', 300, 300],
    ['delivered', 400, 400],
  ]);
});

test('a parcel that returns is never delivered', () => {
  const way = planParcel({ transitMs: 400, returns: true, fault: undefined });
  expect(way.map(({ status }) => status)).toEqual(['collected', 'inTransit', 'outForDelivery', 'returned']);
});

test('a duplicate repeats the event, right after the first one', () => {
  expect(sent(plan('duplicateWebhook'))).toEqual(
    ['collected', 'inTransit', 'outForDelivery', 'delivered'].flatMap((status) => [status, status]),
  );
  expect(new Set(plan('duplicateWebhook').map(({ event }) => event)).size).toBe(4);
});

test('out of order: delivered comes before outForDelivery', () => {
  expect(sent(plan('outOfOrderWebhook'))).toEqual(['inTransit', 'collected', 'delivered', 'outForDelivery']);
});

test('late: the same events, sent later', () => {
  expect(plan('lateWebhook', 70).map(({ sendAfterMs }) => sendAfterMs)).toEqual([170, 270, 370, 470]);
});

test('no fault changes what happens, and nothing is told before it happens', () => {
  const parcels = fc.record({
    transitMs: fc.nat(86_400_000),
    returns: fc.boolean(),
    fault: fc.option(
      fc.record({
        partner: fc.constant('carrier' as const),
        kind: fc.constantFrom(...faultKinds),
        delayMs: fc.nat(9_000),
      }),
      { nil: undefined },
    ),
  });
  fc.assert(
    fc.property(parcels, (parcel) => {
      const happened = (webhooks: PlannedWebhook[]) =>
        new Map(webhooks.map(({ event, status, occursAfterMs }) => [event, { status, occursAfterMs }]));
      const planned = planParcel(parcel);
      expect(happened(planned)).toEqual(happened(planParcel({ ...parcel, fault: undefined })));
      for (const { sendAfterMs, occursAfterMs } of planned) expect(sendAfterMs).toBeGreaterThanOrEqual(occursAfterMs);
    }),
  );
});

test('retries come later and later, up to ten seconds', () => {
  expect([1, 2, 3, 6, 7, 1_000].map(retryDelayMs)).toEqual([250, 500, 1_000, 8_000, 10_000, 10_000]);
});
