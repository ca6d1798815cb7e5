import type { UpdateDefinition } from '@temporalio/common';
import { currentUpdateInfo, setHandler } from '@temporalio/workflow';
import { apply, failPayment } from '../../domain/subscription/apply';
import { decide } from '../../domain/subscription/decide';
import type { SubscriptionCommand } from '../../domain/subscription/types';
import { closeWhenDue, moveTo, nowMs, refuse, snapshotOf, type Live } from './live';
import {
  cancelSubscription,
  changeAddress,
  changePaymentMethod,
  changePlan,
  changePreferences,
  chooseDelivery,
  openCycle,
  pauseSubscription,
  paymentFailed,
  resumeSubscription,
  skipCycle,
  subscriptionSnapshot,
  swapItem,
  unskipCycle,
  type SubscriptionSnapshot,
} from './messages';

/** Registers every message. Called before the first await, so that nothing that waits for this run is missed. */
export function listen(live: Live): void {
  onUpdate(live, skipCycle, ({ cycle }) => ({ kind: 'skip', cycle }));
  onUpdate(live, unskipCycle, ({ cycle }) => ({ kind: 'unskip', cycle }));
  onUpdate(live, swapItem, ({ cycle, sku }) => ({ kind: 'swap', cycle, sku }));
  onUpdate(live, chooseDelivery, ({ cycle, courier }) => ({ kind: 'chooseDelivery', cycle, courier }));
  onUpdate(live, changeAddress, (change) => ({ kind: 'changeAddress', ...change }));
  onUpdate(live, changePaymentMethod, ({ paymentMethodId }) => ({ kind: 'changePaymentMethod', paymentMethodId }));
  onUpdate(live, changePreferences, ({ preferences }) => ({ kind: 'changePreferences', preferences }));
  onUpdate(live, changePlan, ({ planId }) => ({ kind: 'changePlan', planId }));
  onUpdate(live, pauseSubscription, () => ({ kind: 'pause' }));
  onUpdate(live, resumeSubscription, () => ({ kind: 'resume' }));
  onUpdate(live, cancelSubscription, ({ reason }) => ({ kind: 'cancel', reason }));

  setHandler(openCycle, (number) => {
    if (number >= live.state.nextCycle) live.due = number; // a cohort run that starts over repeats itself
  });
  setHandler(paymentFailed, async () => {
    closeWhenDue(live);
    moveTo(live, failPayment(live.state));
    await live.local.projectSubscription('payment failed', live.state, live.input.clock, null);
  });
  setHandler(subscriptionSnapshot, () => snapshotOf(live.state));
}

/**
 * One update is one command. Invariants:
 * - The validator is synchronous and reads the same clock as the cutoff's timer, so a change is accepted in one order.
 * - The handler changes the state before its first await: what is accepted is in, whatever comes next.
 * - It answers once the read model has the change, so that customers read what they wrote.
 * - An update that an earlier run answered gets the same answer; within a run, the server itself sees to that.
 */
function onUpdate<Args extends [unknown?]>(
  live: Live,
  definition: UpdateDefinition<SubscriptionSnapshot, Args>,
  toCommand: (...args: Args) => SubscriptionCommand,
): void {
  const answeredBefore = () => {
    const updateId = currentUpdateInfo()?.id;
    return live.answered.find((answered) => answered.updateId === updateId)?.answer;
  };
  setHandler(
    definition,
    async (...args: Args) => {
      const before = answeredBefore();
      if (before) return before;
      const command = toCommand(...args);
      closeWhenDue(live);
      moveTo(live, apply(live.state, command));
      const answer = snapshotOf(live.state);
      live.answered.push({ updateId: currentUpdateInfo()?.id ?? '', answer });
      await live.local.projectSubscription(command.kind, live.state, live.input.clock, reasonOf(command));
      return answer;
    },
    {
      validator: (...args: Args) => {
        if (!answeredBefore()) refuse(decide(live.state, toCommand(...args), nowMs(live)));
      },
    },
  );
}

function reasonOf(command: SubscriptionCommand): string | null {
  return command.kind === 'cancel' ? command.reason : null;
}
