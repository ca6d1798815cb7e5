import { countBurst, quantile } from '#cli/burst/count';
import type { OrderFacts } from '#cli/burst/facts';
import { burstVerdict } from '#cli/burst/summary';

const clickedAtMs = Date.parse('2026-03-01T12:00:00Z');
const at = (seconds: number): string => new Date(clickedAtMs + seconds * 1_000).toISOString();
const charge = { operation: 'charge', state: 'live' } as const;
const carried = (courierId: string, seconds = 600): OrderFacts['visits'] => [
  { courierId, kind: 'pickedUp', at: at(seconds - 100) },
  { courierId, kind: 'handedOver', at: at(seconds) },
];

/** An order that went as it should: charged once, and handed over by the courier that dispatch chose. */
const order = (change: Partial<OrderFacts> = {}): OrderFacts => ({
  order: { name: 'Customer 1', orderId: 'ord_1', shipmentId: 'ord_1-1', clickedAtMs },
  effects: [charge, { operation: 'handOff', state: 'live' }],
  visits: carried('c1'),
  end: 'delivered',
  assignments: [{ courierId: 'c1', explained: true }],
  ...change,
});

const count = (...orders: OrderFacts[]) => countBurst(orders, { offers: 3, declined: 1, vanished: 0 }, 2);
const findings = (change: Partial<OrderFacts>): string[] => count(order(change)).findings.map(({ what }) => what);

test('an order that is delivered is delivered, and nothing is wrong', () => {
  const { tally, findings: wrong } = count(order(), order({ visits: carried('c2', 900) }));
  expect(wrong).toEqual([]);
  expect(tally).toMatchObject({
    orders: 2,
    delivered: 2,
    compensated: 0,
    lost: 0,
    offers: 3,
    declined: 1,
    promiseRefused: 2,
  });
  expect(tally).toMatchObject({ p50ClickToDoorSeconds: 600, p95ClickToDoorSeconds: 900 });
});

test('an order that ended without a delivery, and was paid back, is compensated', () => {
  const undone = order({
    end: 'lost',
    visits: [],
    effects: [{ operation: 'charge', state: 'refunded' }],
    assignments: [],
  });
  const { tally, findings: wrong } = count(undone);
  expect(wrong).toEqual([]);
  expect(tally).toMatchObject({ delivered: 0, compensated: 1, lost: 0, p50ClickToDoorSeconds: null });
});

test('the fee of a late delivery may be given back: the charge stays live', () => {
  expect(findings({ effects: [charge, { operation: 'refund', state: 'live' }] })).toEqual([]);
});

test.each<[string, Partial<OrderFacts>, string]>([
  ['never came', { visits: [], end: null }, 'never got to its door'],
  ['was lost and not paid back', { visits: [], end: 'lost' }, 'ended lost, and was not paid back'],
  ['came twice', { visits: [...carried('c1'), ...carried('c2')] }, 'was handed over 2 times'],
  ['was charged twice', { effects: [charge, charge] }, 'was charged 2 times'],
  [
    'is not in the log',
    { assignments: [{ courierId: 'c1', explained: false }] },
    '1 of its assignments are not explained',
  ],
  [
    'was handed over and is not paid',
    { effects: [{ operation: 'charge', state: 'refunded' }] },
    'was handed over, and is not paid',
  ],
  ['was handed over and never ended', { end: null }, 'was handed over, and its delivery has not ended'],
])('an order that %s is found', (_what, change, sentence) => {
  expect(findings(change)).toEqual([sentence]);
});

test('a delivery that nobody made is lost, and untrue, and named once', () => {
  const { tally, findings: wrong } = count(order({ visits: [] }));
  expect(tally).toMatchObject({ delivered: 0, lost: 1, untruthful: 1 });
  expect(wrong.map(({ what }) => what)).toEqual(['is said to be delivered, and nobody was at the door']);
});

test('each failure is counted where it belongs', () => {
  const { tally } = count(
    order({ visits: [...carried('c1'), ...carried('c2')] }),
    order({ effects: [charge, charge] }),
    order({ visits: [], end: 'lost' }),
    order({
      assignments: [
        { courierId: 'c1', explained: false },
        { courierId: 'c2', explained: false },
      ],
    }),
  );
  expect(tally).toMatchObject({ deliveredTwice: 1, chargedTwice: 1, lost: 1, unexplained: 2 });
});

test('the verdict is a sentence when something is wrong, or nothing was ordered', () => {
  const outcome = (...orders: OrderFacts[]) => {
    const { tally, findings: wrong } = count(...orders);
    const run = { seconds: 1, seed: 1, couriers: 1, transportDownSeconds: 0 };
    return { result: { ...tally, ...run }, findings: wrong, troubles: [] as string[] };
  };
  expect(burstVerdict(outcome(order()))).toBeNull();
  expect(burstVerdict(outcome(order({ effects: [charge, charge] })))).toMatch('was charged 2 times');
  expect(burstVerdict(outcome())).toMatch('nothing could be ordered');
  expect(burstVerdict({ ...outcome(order()), troubles: ['customer 1: not over in time'] })).toMatch('not over in time');
});

test('a quantile is a value that there was', () => {
  expect(quantile([], 0.5)).toBeNull();
  expect(quantile([1], 0.95)).toBe(1);
  expect(quantile([1, 2, 3, 4], 0.5)).toBe(2);
  expect(
    quantile(
      Array.from({ length: 100 }, (_, index) => index + 1),
      0.95,
    ),
  ).toBe(95);
});
