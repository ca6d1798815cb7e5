import type { ActivateInput } from '@temporalio/workflow';
import { interceptors } from '#workflows/aheadOfTask';

type Activation = ActivateInput['activation'];

/** Hands activations to one workflow, as the SDK does; tells of each whether it got there. */
function hand(...activations: Activation[]): boolean[] {
  const [interceptor] = interceptors().internals ?? [];
  return activations.map((activation) => {
    let arrived = false;
    try {
      interceptor?.activate?.({ activation, batchIndex: 0 }, () => (arrived = true));
    } catch (error) {
      expect(String(error)).toContain('ask again');
    }
    return arrived;
  });
}

/** Events up to `historyLength`, in the task that was started at `at`. */
const events = (historyLength: number, at: number, isReplaying = false): Activation => {
  const timestamp = { seconds: at, nanos: 1 } as unknown as Activation['timestamp']; // a Long prints like a number
  return { timestamp, historyLength, isReplaying, jobs: [{ signalWorkflow: {} }] };
};
const query = (queryId: string): Activation => ({ isReplaying: true, jobs: [{ queryWorkflow: { queryId } }] });
const alone = query('legacy_query');

test('a query by itself fails after events that came ahead of their task, until a task has them', () => {
  expect(hand(events(3, 1), events(9, 2), events(12, 2), alone, alone)).toEqual([true, true, true, false, false]);
  expect(hand(events(9, 2), events(12, 2), events(12, 2), alone)).toEqual([true, true, true, false]);
  expect(hand(events(9, 2), events(12, 2), events(13, 3), alone)).toEqual([true, true, true, true]);
});

test('any other query is answered: after a replay, after a task in two parts, with a task', () => {
  expect(hand(events(3, 1, true), events(9, 2, true), alone)).toEqual([true, true, true]);
  expect(hand(events(9, 2), events(9, 2), alone)).toEqual([true, true, true]);
  expect(hand(events(9, 2, true), events(12, 2, true), alone)).toEqual([true, true, true]); // a clock that was set back
  expect(hand(events(9, 2), events(12, 2), query('q1'))).toEqual([true, true, true]);
});
