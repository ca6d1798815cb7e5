import { accepted, refused, type Verdict } from '../outcomes';
import { transitions } from './transitions';
import type { OpenCycle, SubscriptionCommand, SubscriptionState } from './types';

/**
 * May this command be applied now? Pure and synchronous, so that a workflow's update validator can ask it.
 * `nowMs` is business time. Nothing here changes the state: see `apply.ts`.
 */
export function decide(state: SubscriptionState, command: SubscriptionCommand, nowMs: number): Verdict {
  if (state.status === 'cancelled') return refused('SubscriptionEnded', 'the subscription is cancelled');
  const mayCome = transitions[state.status][command.kind] !== undefined;
  switch (command.kind) {
    case 'skip':
      return onOpenCycle(state, command.cycle, nowMs, (cycle) =>
        cycle.skipped ? refused('AlreadySkipped', `cycle ${cycle.number} is skipped already`) : accepted,
      );
    case 'unskip':
      return onOpenCycle(state, command.cycle, nowMs, (cycle) =>
        cycle.skipped ? accepted : refused('NotSkipped', `cycle ${cycle.number} is not skipped`),
      );
    case 'swap':
      return onOpenCycle(state, command.cycle, nowMs, (cycle) => maySwap(cycle, command.sku));
    case 'chooseDelivery':
      // Whether a courier could come there is looked up before the command is sent, and again on the day.
      return onOpenCycle(state, command.cycle, nowMs, () => accepted);
    case 'pause':
      return mayCome ? accepted : refused('NotActive', `the subscription is ${state.status}`);
    case 'resume':
      return mayCome ? accepted : refused('NotPaused', `the subscription is ${state.status}`);
    // Taken in any living status: they count from the next cutoff or cycle on.
    case 'changeAddress':
    case 'changePaymentMethod':
    case 'changePreferences':
    case 'changePlan':
    case 'cancel':
      return accepted;
  }
}

function onOpenCycle(
  state: SubscriptionState,
  number: number,
  nowMs: number,
  rule: (cycle: OpenCycle) => Verdict,
): Verdict {
  const { open, lastClosed } = state;
  if (lastClosed?.number === number) return cutoffPassed(lastClosed.cutoffAtMs);
  if (!open || open.number !== number) return refused('NoOpenCycle', `cycle ${number} is not open`);
  return nowMs >= open.cutoffAtMs ? cutoffPassed(open.cutoffAtMs) : rule(open);
}

function cutoffPassed(cutoffAtMs: number): Verdict {
  const cutoffAt = new Date(cutoffAtMs).toISOString();
  return refused('CutoffPassed', `the cutoff was ${cutoffAt}`, { cutoffAt });
}

function maySwap(cycle: OpenCycle, sku: string): Verdict {
  if (cycle.sku === sku) return refused('NotAnAlternative', `${sku} is what this cycle ships already`);
  if (!cycle.alternatives.includes(sku)) {
    return refused('NotAnAlternative', `${sku} was not offered in cycle ${cycle.number}`, {
      alternatives: cycle.alternatives,
    });
  }
  return accepted;
}
