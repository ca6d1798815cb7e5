import { pairs, table } from '#cli/ops/table';
import {
  attentionView,
  metricsView,
  returnsView,
  shipmentView,
  type SubscriptionReport,
  subscriptionView,
} from '#cli/ops/views';

describe('tables', () => {
  it('have columns as wide as their widest cell and no blanks at line ends', () => {
    const text = table(
      ['A', 'LONG'],
      [
        ['wide cell', 1],
        ['x', null],
      ],
    );
    expect(text).toBe('A          LONG\nwide cell  1\nx          -');
  });

  it('show pairs below each other', () => {
    expect(
      pairs([
        ['phase', 'parked'],
        ['attention', null],
      ]),
    ).toBe('phase      parked\nattention  -');
  });
});

describe('views for ops', () => {
  it('say so when nothing needs a person', () => {
    expect(attentionView([])).toBe('No shipment waits for a person.');
  });

  it('show rates as percentages and nothing where there is nothing', () => {
    const text = metricsView([
      {
        programId: 'stem-toys',
        subscriptions: { active: 12, paused: 3 },
        cycles: { openSkipped: 2, parked: 1 },
        shipments: {},
        swapRate: 0.125,
        skipRate: null,
        ratings: 0,
        meanStars: null,
        orderRatings: 1,
        orderMeanStars: 4.5,
      },
    ]);
    expect(text.split('\n')[1]).toMatch(
      /^stem-toys +12 active, 3 paused +2 open and skipped, 1 parked +- +12\.5 % +- +0 +- +1 +4\.50$/,
    );
  });
});

test.each([
  ['order' as const, /^address +for this order$/m],
  ['shipment' as const, /^address +for this box only; --for-subscription keeps it/m],
])('a mended address of a retry holds for the %s', (addressFor, line) => {
  const change = { shipmentId: 's', phase: 'handingOff' as const, attention: null, abandonReason: null, revision: 1 };
  expect(shipmentView({ ...change, addressFor, warning: null })).toMatch(line);
});

describe('the report of a subscription', () => {
  const at = '2026-11-30T07:00:00.000Z';
  type Cycle = SubscriptionReport['cycles'][number];
  type Shipment = SubscriptionReport['shipments'][number];
  const cycle = (change: Partial<Cycle>): Cycle =>
    ({ number: 1, status: 'open', skipped: false, selection: null, cutoffAt: at, shipAt: at, ...change }) as Cycle;
  const shipment = (change: Partial<Shipment>): Shipment =>
    ({ id: 's', cycle: 1, title: 'A kite', phase: 'done', deliveredAt: null, ...change }) as Shipment;
  const subscription = { id: 'sub_1', status: 'active', nextOpenAt: at } as SubscriptionReport['subscription'];
  const standing = (cycles: Cycle[], shipments: Shipment[]): string | undefined =>
    /^1 {2,}(\S+(?: \S+)*)/m.exec(subscriptionView({ subscription, cycles, shipments }))?.[1];

  it.each([
    [{}, 'open'],
    [{ skipped: true }, 'open, skipped'],
    [{ status: 'skipped', skipped: true } as const, 'skipped'],
    [{ status: 'shipped' } as const, 'shipped'],
  ])('has a cycle %j as %s', (change, shown) => {
    expect(standing([cycle(change)], [])).toBe(shown);
  });

  it.each([
    ['parked', 'parked'],
    ['dunning', 'dunning'],
    ['abandoned', 'abandoned'],
    ['inTransit', 'shipped'],
    ['delivered', 'shipped'],
  ] as const)('of a box in %s says %s', (phase, shown) => {
    expect(standing([cycle({ status: 'shipped' })], [shipment({ phase }), shipment({ cycle: 2 })])).toBe(shown);
  });

  it('names the kind of its times, as every table with times does', () => {
    expect(subscriptionView({ subscription, cycles: [], shipments: [] })).toContain('Times are business time');
    const waiting = { ...shipment({}), attention: 'AddressRefused', customerId: 'c', updatedAt: at };
    expect(attentionView([waiting as Parameters<typeof attentionView>[0][number]])).toContain('Times are real time');
    const returned = {
      shipmentId: 's',
      customerId: 'c',
      title: 'A kite',
      reason: 'faulty',
      createdAt: at,
      comment: null,
    };
    expect(returnsView([returned as Parameters<typeof returnsView>[0][number]])).toContain('Times are real time');
  });
});
