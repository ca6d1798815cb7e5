import type { UpdateDefinition } from '@temporalio/common';
import { ApplicationFailure, currentUpdateInfo, setHandler } from '@temporalio/workflow';
import type { Verdict } from '#domain/outcomes';
import { apply, failPayment } from '#domain/subscription/apply';
import { decide } from '#domain/subscription/decide';
import type { SubscriptionCommand } from '#domain/subscription/types';
import { isFull } from './full';
import { asOpened, isOpening, keepTime, moveTo, nowMs, snapshotOf, type Live } from './live';
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
  projectAgain,
  resumeSubscription,
  runIsFull,
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
  setHandler(paymentFailed, async ({ cycle }) => {
    keepTime(live);
    const failed = failPayment(live.state, cycle);
    if (failed === live.state) return;
    moveTo(live, failed);
    await project(live, 'payment failed');
  });
  setHandler(projectAgain, async () => {
    keepTime(live);
    moveTo(live, live.state); // decided anew: what the read model has from a run that is no longer is older
    const { state, opening } = live;
    // A Postgres that was set back may not have the open cycle.
    if (state.open && opening) await live.turns.restoreCycle('its open cycle', () => [{ state, opening }]);
    await project(live, 'as it is');
  });
  setHandler(subscriptionSnapshot, () => snapshotOf(live.state));
}

/** Brings the read model to the state that was decided just now. */
async function project(live: Live, summary: string, cancelReason: string | null = null): Promise<void> {
  const { state } = live;
  await live.turns.projectSubscription(summary, () => [asOpened(live, state), live.input.clock, cancelReason]);
}

/**
 * One update is one command. Invariants:
 * - The validator is synchronous and reads the same clock as the cutoff's timer, so a change is accepted in one order.
 * - The handler changes the state before its first await: what is accepted is in, whatever comes next. One case waits first:
 *   a customer may read the row of a cycle just before this workflow hears that it is open. A change of the cycle is decided
 *   then, once it is.
 * - The read model hears of it once the update is in the history, and never if it does not get there.
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
      keepTime(live);
      if (waitsForCycle(live, command)) {
        await live.begun;
        refuse(decide(live.state, command, nowMs(live)));
      }
      moveTo(live, apply(live.state, command));
      live.changes += 1;
      const answer = snapshotOf(live.state);
      live.answered.push({ updateId: currentUpdateInfo()?.id ?? '', answer });
      await project(live, command.kind, command.kind === 'cancel' ? command.reason : null);
      return answer;
    },
    {
      validator: (...args: Args) => {
        if (answeredBefore()) return;
        const command = toCommand(...args);
        if (!waitsForCycle(live, command)) refuse(decide(live.state, command, nowMs(live)));
        // Whoever wants to leave need not wait for the next run: there is none after it.
        if (isFull(live) && command.kind !== 'cancel') throw refusal(runIsFull, 'the next run takes it');
      },
    },
  );
}

/** Is this a change of the cycle that is about to be open? */
const waitsForCycle = (live: Live, command: SubscriptionCommand): boolean => isOpening(live) && 'cycle' in command;

/** Throws a refusal as the business outcome that it is; an update validator passes it on to the caller. */
function refuse(verdict: Verdict): void {
  if (!verdict.accepted) throw refusal(verdict.type, verdict.message, verdict.details);
}

const refusal = (type: string, message: string, details: Record<string, unknown> = {}): ApplicationFailure =>
  ApplicationFailure.create({ type, message, nonRetryable: true, details: [details] });
