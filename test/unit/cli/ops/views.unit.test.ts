import { pairs, table } from '../../../../cli/ops/table';
import { attentionView, metricsView } from '../../../../cli/ops/views';

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
        cycles: {},
        shipments: {},
        swapRate: 0.125,
        skipRate: null,
        ratings: 0,
        meanStars: null,
      },
    ]);
    expect(text.split('\n')[1]).toBe('stem-toys  12 active, 3 paused  -       -          12.5 %   -        0        -');
  });
});
