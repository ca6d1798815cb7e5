import { setCurrentDetails, upsertSearchAttributes } from '@temporalio/workflow';
import { businessAt } from '#domain/clock';
import { beginOpening, closeCycleIn, closingStatus, openCycleIn, type CycleOpening } from '#domain/subscription/apply';
import type { CycleStatus, OpenCycle, SubscriptionState } from '#domain/subscription/types';
import { attentionKey, stateKey } from '../searchAttributes';
import { inTurns, type Turns } from '../turns';
import { describe } from './describe';
import type { AnsweredUpdate, SubscriptionInput, SubscriptionSnapshot } from './messages';

/** What one run of the workflow holds; handlers and the main line share it. */
export interface Live {
  readonly input: SubscriptionInput;
  readonly turns: Turns;
  state: SubscriptionState;
  /** Answers of updates in this run and the ones before, oldest first. */
  answered: AnsweredUpdate[];
  /** How many changes this run has taken. */
  changes: number;
  /** Number of the cycle that is due, once a cohort run has said so. */
  due: number | undefined;
  /** The opening that was decided in this run; ends once the cycle is open in the state. */
  begun: Promise<void> | undefined;
  /** What selection and the program said when the open cycle opened, in this run or the one before. */
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
    turns: inTurns(),
    state: input.state,
    answered: [...input.answered],
    changes: 0,
    due: input.due,
    begun: undefined,
    opening: input.opening,
    closed: undefined,
  };
}

export function carry(live: Live): SubscriptionInput {
  const { clock, zone } = live.input;
  const due = live.due !== undefined && live.due >= live.state.nextCycle ? { due: live.due } : {};
  const opening = live.state.open && live.opening ? { opening: live.opening } : {};
  return { state: live.state, clock, zone, answered: live.answered.slice(-carriedAnswers), ...due, ...opening };
}

export const ended = (live: Live): boolean => live.state.status === 'cancelled';

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

/** Moves to a state that was decided now. */
export function moveTo(live: Live, state: SubscriptionState): void {
  const decidedAtMs = Math.max(live.state.decidedAtMs, Date.now());
  show(live, { ...state, decidedAtMs });
}

/** Takes a state over, and shows it to ops: a search attribute only when it differs, since each upsert is an event. */
export function show(live: Live, state: SubscriptionState): void {
  if (state.status !== live.state.status) upsertSearchAttributes([{ key: stateKey, value: state.status }]);
  live.state = state;
  setCurrentDetails(describe(state));
}

/**
 * Gives the first task of a run that only waits a command. Without one a worker that starts later evaluates it together with
 * the task after it: what came then finds no handler yet, and is handed out in the order in which handlers are registered; a
 * replay hands it out in the order in which it came.
 */
export function sayState({ state }: Live): void {
  upsertSearchAttributes([{ key: stateKey, value: state.status }]);
}

/**
 * Takes what time has decided into the state: an open cycle closes when its cutoff has passed or the subscription has
 * ended, and one that is due opens. The main line calls it when it wakes up, and every handler before it applies a change:
 * after an outage, or when a task that was lost is evaluated again, both come in one task, in any order. A pause that was
 * sent after the cutoff must not undo a box that was due, nor one that came late a cycle that was seen to open.
 */
export function keepTime(live: Live): void {
  closeWhenDue(live);
  openWhenDue(live);
}

function closeWhenDue(live: Live): void {
  const cycle = live.state.open;
  if (!cycle || (nowMs(live) < cycle.cutoffAtMs && !ended(live))) return;
  live.closed = { cycle, status: closingStatus(live.state, cycle), addressId: live.state.addressId };
  moveTo(live, closeCycleIn(live.state));
}

/** The first cycle opens at sign-up, since nobody should wait for a clock; every later one when its cohort run says so. */
export const isDue = ({ state, due, begun, closed }: Live): boolean =>
  state.status === 'active' && !state.open && !begun && !closed && (state.nextCycle === 1 || due !== undefined);

/**
 * Takes the opening's turn at once, since a handler may follow in this very task: what it decides comes on top, and must not
 * be projected before. Were it, the opening would be refused as the older one, and a cycle be charged that has no row.
 */
function openWhenDue(live: Live): void {
  if (!isDue(live)) return;
  live.due = undefined;
  moveTo(live, beginOpening(live.state));
  const due = { state: live.state, zone: live.input.zone, clock: live.input.clock, nowMs: nowMs(live) };
  live.begun = live.turns
    .openCycle(`select for cycle ${due.state.nextCycle}`, () => [due])
    .then((opening) => {
      live.opening = opening;
      // In every state since it was begun: the activity projected the one that it was given, handlers wait to project theirs.
      show(live, openCycleIn(live.state, opening));
      if (opening.cycle.sku === null) askForAttention('NothingToSelect');
    });
}

/** Whether a cycle that was begun is not open in the state yet. */
export const isOpening = ({ begun, opening }: Live): boolean => begun !== undefined && opening === undefined;

export function askForAttention(reason: 'NothingToSelect' | null): void {
  upsertSearchAttributes([{ key: attentionKey, value: reason }]);
}

/** A state with the cycle that opened since it was decided, as if it had been open by then. */
export const asOpened = (live: Live, state: SubscriptionState): SubscriptionState =>
  live.begun && live.opening ? openCycleIn(state, live.opening) : state;
