import { continuedRunOf, readShipment, readSubscription } from '#cli/demo/histories';
import { activity, clock, completed, continued, opened, run, shipmentStarted, started, task, update } from './handMade';

describe('reading histories', () => {
  it('takes the runs of a subscription as one list of facts, in their order', () => {
    const history = readSubscription([
      run(started(), opened(1), task(500), update('u1', 'skipCycle', { cycle: 1 }), continued),
      run(started('run-1'), opened(2), shipmentStarted(2), completed()),
    ]);
    expect(history.clock).toEqual(clock);
    expect(history.events).toBe(12);
    expect(history.facts).toMatchObject([
      { kind: 'opened', opening: { cycle: { number: 1 } } },
      { kind: 'accepted', updateId: 'u1', name: 'skipCycle', argument: { cycle: 1 }, atWallMs: 5 },
      { kind: 'runEnded' },
      { kind: 'opened', opening: { cycle: { number: 2 } } },
      { kind: 'shipmentStarted', input: { cycle: 2 } },
      { kind: 'runEnded' },
    ]);
  });

  it('takes an update that failed for none', () => {
    const [accepted] = update('u1', 'skipCycle', { cycle: 1 });
    const failed = {
      workflowExecutionUpdateCompletedEventAttributes: { meta: { updateId: 'u1' }, outcome: { failure: {} } },
    };
    expect(readSubscription([run(started(), accepted!, failed)]).facts).toEqual([]);
  });

  it('takes other activities, and one that has not ended, for no opening', () => {
    const [scheduled] = activity('openCycle', 7, {});
    expect(readSubscription([run(started(), activity('closeCycle', 3, {}), scheduled)]).facts).toEqual([]);
  });

  it('knows a shipment that was given up from one that was delivered, and from one that still runs', () => {
    expect(readShipment([run(started(), completed({ phase: 'abandoned' }))])).toEqual({
      events: 2,
      ended: true,
      abandoned: true,
    });
    expect(readShipment([run(started(), completed({ phase: 'done' }))])).toMatchObject({
      ended: true,
      abandoned: false,
    });
    expect(readShipment([run(started())])).toMatchObject({ ended: false, abandoned: false });
    expect(readShipment([run(started(), continued)])).toMatchObject({ ended: false });
    const terminated = { workflowExecutionTerminatedEventAttributes: {} };
    expect(readShipment([run(started(), terminated)])).toMatchObject({ ended: true, abandoned: false });
  });

  it('finds the run before', () => {
    expect(continuedRunOf(run(started('run-1')))).toBe('run-1');
    expect(continuedRunOf(run(started()))).toBeNull();
  });

  it('refuses a history without its beginning', () => {
    expect(() => readSubscription([run(continued)])).toThrow('does not begin with its start');
  });
});
