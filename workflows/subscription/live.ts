import { ApplicationFailure, setCurrentDetails, upsertSearchAttributes } from '@temporalio/workflow';
import { businessAt } from '../../domain/clock';
import type { Verdict } from '../../domain/outcomes';
import { closeCycleIn, closingStatus, type CycleOpening } from '../../domain/subscription/apply';
import type { CycleStatus, OpenCycle, SubscriptionState } from '../../domain/subscription/types';
import { localActivities, type LocalActivities } from '../localActivities';
import { attentionKey, stateKey } from '../searchAttributes';
import type { AnsweredUpdate, SubscriptionInput, SubscriptionSnapshot } from './messages';

/** What one run of the workflow holds; handlers and the main line share it. */
export interface Live {
  readonly input: SubscriptionInput;
  readonly local: LocalActivities;
  state: SubscriptionState;
  /** Answers of updates in this run and the ones before, oldest first. */
  answered: AnsweredUpdate[];
  /** Number of the cycle that is due, once a cohort run has said so. */
  due: number | undefined;
  /** What selection and the program said when this run's cycle opened. */
  opening: CycleOpening | undefined;
  /** The cycle as it was at its cutoff, or when the subscription ended; set once a run. */
  closed: ClosedCycle | undefined;
}

/** What was accepted before the cutoff, and nothing else. */
export interface ClosedCycle {
  cycle: OpenCycle;
  status: Exclude<CycleStatus, 'open'>;
  addressId: string;
}

/**
 * How many answers go through continue-as-new. An API client retries within minutes, while a customer makes a handful of
 * changes a cycle; one answer is some 500 bytes, so this stays far below the payload limit.
 */
const carriedAnswers = 50;

export function start(input: SubscriptionInput): Live {
  return {
    input,
    local: localActivities(),
    state: input.state,
    answered: [...input.answered],
    due: input.due,
    opening: undefined,
    closed: undefined,
  };
}

export function carry(live: Live): SubscriptionInput {
  const { clock, zone } = live.input;
  const due = live.due !== undefined && live.due >= live.state.nextCycle ? { due: live.due } : {};
  return { state: live.state, clock, zone, answered: live.answered.slice(-carriedAnswers), ...due };
}

/** Business time now, from the workflow's own deterministic clock. */
export function nowMs(live: Live): number {
  return businessAt(live.input.clock, Date.now());
}

export function snapshotOf(
  state: SubscriptionState,
  cycle: OpenCycle | null = state.open,
  status: CycleStatus = 'open',
): SubscriptionSnapshot {
  const { id, planId, addressId, paymentMethodId, preferences, nextCycle, nextOpenAtMs, revision } = state;
  return {
    subscriptionId: id,
    status: state.status,
    planId,
    addressId,
    paymentMethodId,
    preferences,
    nextCycle,
    nextOpenAtMs,
    revision,
    cycle: cycle && { ...cycle, status },
  };
}

/** Throws a refusal as the business outcome that it is; an update validator passes it on to the caller. */
export function refuse(verdict: Verdict): void {
  if (verdict.accepted) return;
  throw ApplicationFailure.create({
    type: verdict.type,
    message: verdict.message,
    nonRetryable: true,
    details: [verdict.details ?? {}],
  });
}

/** Moves to a new state and shows it to ops: a search attribute only when it differs, since each upsert is an event. */
export function moveTo(live: Live, state: SubscriptionState): void {
  if (state.status !== live.state.status) upsertSearchAttributes([{ key: stateKey, value: state.status }]);
  live.state = state;
  setCurrentDetails(describe(state));
}

/**
 * Closes the open cycle when its cutoff has passed or the subscription has ended. The main line calls it when its timer
 * fires, and every handler before it applies a change: after an outage both come in one task, in any order, and a pause
 * that was sent after the cutoff must not undo a box that was due.
 */
export function closeWhenDue(live: Live): void {
  const cycle = live.state.open;
  if (!cycle || (nowMs(live) < cycle.cutoffAtMs && live.state.status !== 'cancelled')) return;
  live.closed = { cycle, status: closingStatus(live.state, cycle), addressId: live.state.addressId };
  moveTo(live, closeCycleIn(live.state));
}

export function askForAttention(reason: 'NothingToSelect' | null): void {
  upsertSearchAttributes([{ key: attentionKey, value: reason }]);
}

/** Markdown for the Temporal UI: where the subscription stands. */
function describe(state: SubscriptionState): string {
  const { open } = state;
  const lines = [`**${state.status}** in ${state.programId} (${state.planId})`];
  if (open) {
    lines.push(
      `Cycle ${open.number}: ${open.skipped ? 'skipped' : (open.sku ?? 'nothing to send')}, chosen by ${open.chosenBy}`,
      ...(open.courier
        ? [`By courier (${open.courier.kind}) from ${new Date(open.courier.fromAtMs).toISOString()}`]
        : []),
      `Cutoff ${new Date(open.cutoffAtMs).toISOString()}, ships ${new Date(open.shipAtMs).toISOString()}`,
    );
  } else {
    lines.push(`Next cycle ${state.nextCycle} is due ${new Date(state.nextOpenAtMs).toISOString()}`);
  }
  return lines.join('\n\n');
}
