import { apply, failPayment } from '#domain/subscription/apply';
import { decide } from '#domain/subscription/decide';
import { cycleTransitions, transitions, type SubscriptionEvent } from '#domain/subscription/transitions';
import {
  cycleStatuses,
  subscriptionStatuses,
  type SubscriptionCommand,
  type SubscriptionState,
} from '#domain/subscription/types';
import { initial, openDue } from './cycles';

/** A command of each kind, about the cycle that is open. */
const commands: Record<SubscriptionCommand['kind'], SubscriptionCommand> = {
  skip: { kind: 'skip', cycle: 1 },
  unskip: { kind: 'unskip', cycle: 1 },
  swap: { kind: 'swap', cycle: 1, sku: 'B' },
  chooseDelivery: { kind: 'chooseDelivery', cycle: 1, courier: null },
  changeAddress: { kind: 'changeAddress', addressId: 'adr_1' },
  changePaymentMethod: { kind: 'changePaymentMethod', paymentMethodId: 'pay_1' },
  changePreferences: { kind: 'changePreferences', preferences: { likes: [], dislikes: [] } },
  changePlan: { kind: 'changePlan', planId: 'weekly' },
  pause: { kind: 'pause' },
  resume: { kind: 'resume' },
  cancel: { kind: 'cancel', reason: null },
};

const open = openDue(initial(), 0);
/** Each command means something in one of the two: its cycle is skipped, or is not. */
const statesOf = (status: SubscriptionState['status']): SubscriptionState[] =>
  [open, apply(open, commands.skip)].map((state) => ({ ...state, status }));

test.each(subscriptionStatuses)(
  'a subscription that is %s takes exactly the commands of its row, and moves as it says',
  (status) => {
    for (const command of Object.values(commands)) {
      const targets = transitions[status][command.kind];
      const takenBy = statesOf(status).filter((state) => decide(state, command, 1).accepted);
      expect([command.kind, takenBy.length > 0]).toEqual([command.kind, targets !== undefined]);
      for (const state of takenBy) expect(targets).toContain(apply(state, command).status);
    }
  },
);

test.each(subscriptionStatuses)(
  'word of a failed payment moves a subscription that is %s as its row says, or not at all',
  (status) => {
    const state = { ...initial(), status };
    const after = failPayment(state, 1);
    if (transitions[status].paymentFailed) expect(transitions[status].paymentFailed).toContain(after.status);
    else expect(after).toBe(state);
  },
);

test('a command that was not decided is refused, by name, and changes nothing', () => {
  const refused: [SubscriptionState['status'], SubscriptionEvent][] = [];
  for (const status of subscriptionStatuses) {
    for (const command of Object.values(commands).filter(({ kind }) => !transitions[status][kind])) {
      expect(() => apply({ ...open, status }, command)).toThrow(
        `${command.kind} may not come to a subscription that is ${status}`,
      );
      refused.push([status, command.kind]);
    }
  }
  expect(refused).toContainEqual(['active', 'resume']);
  expect(refused).toContainEqual(['cancelled', 'skip']);
});

test('every status is led to, and only what has ended takes nothing', () => {
  const ledTo = (table: Record<string, Record<string, readonly string[]>>) =>
    [...new Set(Object.values(table).flatMap((events) => Object.values(events).flat()))].toSorted();
  expect(ledTo(transitions)).toEqual([...subscriptionStatuses].toSorted());
  expect(ledTo(cycleTransitions)).toEqual([...cycleStatuses].toSorted());
  expect(subscriptionStatuses.filter((status) => Object.keys(transitions[status]).length === 0)).toEqual(['cancelled']);
});
