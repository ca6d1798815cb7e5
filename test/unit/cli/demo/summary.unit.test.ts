import type { DemoOutcome } from '#cli/demo/run';
import { summaryOf, verdictOf } from '#cli/demo/summary';
import { uncountedNote } from '#cli/demo/uncounted';

const clean: DemoOutcome = {
  result: {
    customers: 2,
    cyclesOpened: 4,
    selected: 4,
    swapped: 1,
    skipped: 1,
    charged: 3,
    chargedTwice: 0,
    shipped: 3,
    shippedTwice: 0,
    delivered: 3,
    abandoned: 0,
    faults: 0,
    lost: 0,
    open: 0,
    historyEventsPerShipment: 60,
    subscriptionEventsPerCycle: 25,
    shipmentEventsPerShipment: 30,
    seconds: 12.3,
    program: 'stem-toys',
    cycles: 2,
    seed: 1,
    speed: 1_000,
    clockId: 'clk_1',
  },
  findings: [],
  uncounted: null,
  troubles: [],
};

const withResult = (change: Partial<DemoOutcome['result']>): DemoOutcome => ({
  ...clean,
  result: { ...clean.result, ...change },
});

describe('the verdict on a demo', () => {
  it('has nothing to say of a clean one', () => {
    expect(verdictOf(clean)).toBeNull();
    expect(verdictOf(withResult({ abandoned: 2, faults: 9 }))).toBeNull();
  });

  it.each([
    [{ lost: 2 }, 'The demo failed: 2 acknowledged things were lost.'],
    [{ chargedTwice: 1 }, 'The demo failed: 1 box was charged twice.'],
    [{ shippedTwice: 3 }, 'The demo failed: 3 boxes were shipped twice.'],
  ])('is one sentence about %j', (change, sentence) => {
    expect(verdictOf(withResult(change))).toBe(sentence);
  });

  it('is a failure when somebody did not get through', () => {
    const stuck = { ...clean, troubles: ['cus_01 waits for cycle 2 to close'] };
    expect(verdictOf(stuck)).toBe('The demo failed: not every customer got through.');
    // The summary, which stands above the verdict, has named it.
    expect(summaryOf(stuck).match(/cus_01 waits for cycle 2 to close/g)).toHaveLength(1);
  });
});

describe('the summary of a demo', () => {
  it('names what was lost and what is still open', () => {
    const text = summaryOf({
      ...withResult({ lost: 2 }),
      findings: [
        { subscriptionId: 'sub_1', cycle: 2, what: 'shipped without charge' },
        { subscriptionId: 'sub_2', cycle: null, what: 'was signed up, and has no workflow' },
      ],
      troubles: ['cus_02 waits for shipment sub_2-1'],
    });
    expect(text).toContain('lost: sub_1, cycle 2 shipped without charge');
    expect(text).toContain('lost: sub_2 was signed up, and has no workflow');
    expect(text).toContain('open: cus_02 waits for shipment sub_2-1');
  });

  it('says what was not counted, and why', () => {
    const uncounted = uncountedNote(['payment', 'warehouse', 'carrier', 'inventory']);
    const dummies = { charged: null, chargedTwice: null, shipped: null, shippedTwice: null, delivered: null };
    const text = summaryOf({ ...withResult(dummies), uncounted });
    expect(text.match(/not counted/g)).toHaveLength(5);
    expect(text).toContain('payment, warehouse and carrier are not played by the simulator here');
    expect(text).toContain('charges, handoffs and parcels cannot be counted');
    expect(verdictOf({ ...withResult(dummies), uncounted })).toBeNull();
    expect(uncountedNote(['inventory', 'notifications'])).toBeNull();
  });

  it('speaks of faults and of boxes that were given up only where there are any', () => {
    expect(summaryOf(clean)).not.toMatch(/given up|faults/);
    expect(summaryOf(withResult({ abandoned: 1, faults: 7 }))).toMatch(
      /given up and undone +1\n.*faults of partners +7/,
    );
  });
});
